namespace MarlRec.Environments.Tables;

/// <summary>An environment of one agent whose exact dynamics are known.</summary>
/// <remarks>Thread safety: <em>single owner</em>; the model is <em>immutable</em>.</remarks>
public interface ITabularEnvironment : IEnvironment
{
    /// <summary>The dynamics that the steps follow; the same instance at every call.</summary>
    ITabularModel Model { get; }

    /// <summary>The state of the model in which the episode is now.</summary>
    /// <exception cref="InvalidOperationException">There was no reset yet.</exception>
    int State { get; }
}
