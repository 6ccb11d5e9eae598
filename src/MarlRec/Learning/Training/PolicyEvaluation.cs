using MarlRec.Environments;
using MarlRec.Execution;

namespace MarlRec.Learning.Training;

/// <summary>Plays whole episodes with a fixed policy. Thread safety: <em>thread-safe</em>, given environments of one's own.</summary>
public static class PolicyEvaluation
{
    /// <summary>Plays <paramref name="episodes"/> episodes; pass <see cref="PolicySnapshot.Greedy"/> to evaluate without exploration.</summary>
    /// <param name="policy">Who acts.</param>
    /// <param name="environment">Where; it is reset for each episode.</param>
    /// <param name="episodes">How many, at least 1.</param>
    /// <param name="seed">Decides the episodes' seeds and the policy's draws; episode i is the same whatever the others did.</param>
    /// <param name="cancellationToken">Looked at between episodes.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episodes"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EvaluationResult Evaluate(
        IPolicy policy, IEnvironment environment, int episodes, ulong seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        var spec = environment.Spec;
        var buffers = new StepBuffers(spec);
        var actions = new int[spec.AgentCount];
        var returns = new double[episodes];
        var lengths = new int[episodes];
        var root = new RandomStream(seed).Fork("evaluation");
        for (var episode = 0; episode < episodes; episode++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = root.Fork("episode", episode);
            environment.Reset(random.Fork("reset").NextUInt64(), buffers);
            do
            {
                policy.Act(buffers, random, actions);
                environment.Step(actions, buffers);
                lengths[episode]++;
                foreach (var reward in buffers.Rewards) returns[episode] += reward;
            }
            while (!buffers.IsEpisodeOver);
            returns[episode] /= spec.AgentCount;
        }

        return new EvaluationResult(returns, lengths);
    }
}
