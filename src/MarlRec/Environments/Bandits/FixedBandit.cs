using MarlRec.Execution;

namespace MarlRec.Environments.Bandits;

/// <summary>Bandits whose arms stay as they are. Observation: always 1, the only value of its space. Thread safety: <em>single owner</em>.</summary>
public abstract class FixedBandit : BanditBase
{
    private readonly double[] _means;

    private protected FixedBandit(string name, double[] means, int? pulls)
        : base(name, new DiscreteSpace(1), means.Length, pulls) => _means = means;

    /// <inheritdoc/>
    private protected sealed override void Prepare(int pull, RandomStream world, Span<double> expected, Span<float> observation)
    {
        if (pull == 0) _means.CopyTo(expected);
        observation[0] = 1;
    }
}
