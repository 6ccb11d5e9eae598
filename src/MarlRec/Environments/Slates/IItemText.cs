using System.Text;

namespace MarlRec.Environments.Slates;

/// <summary>A user model that can tell a session in words; a <see cref="RecommendationEnvironment"/> draws its frames with it.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public interface IItemText
{
    /// <summary>Appends what an item is, in a few words without a line break.</summary>
    /// <param name="item">The item.</param>
    /// <param name="ofLastRound">Whether the item of the round before is meant, for models whose items are new in each round.</param>
    /// <param name="text">What it is appended to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The item does not exist.</exception>
    void DescribeItem(int item, bool ofLastRound, StringBuilder text);

    /// <summary>Appends how the user is doing, in a few words without a line break.</summary>
    /// <param name="text">What it is appended to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    void DescribeUser(StringBuilder text);
}
