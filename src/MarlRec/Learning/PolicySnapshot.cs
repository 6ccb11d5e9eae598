namespace MarlRec.Learning;

/// <summary>A policy as a learner published it; later updates never change it. Thread safety: <em>immutable</em>.</summary>
/// <param name="Version">The learner's update count when it was published.</param>
/// <param name="Policy">The policy to act with, exploration included.</param>
public sealed record PolicySnapshot(long Version, IPolicy Policy)
{
    /// <summary>The same policy without exploration, for evaluation; <see cref="Policy"/> itself where a learner knows no difference.</summary>
    public IPolicy Greedy { get; init; } = Policy;
}
