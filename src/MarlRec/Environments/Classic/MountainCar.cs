using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>
/// A car in a valley, too weak to climb the right hill at once, pushes left (action 0), not at all (1) or right (2) until it is up there. Each step costs 1.
/// Moore, "Efficient Memory-based Learning for Robot Control", 1990; Sutton and Barto, "Reinforcement Learning: An Introduction", example 10.1.
/// </summary>
/// <remarks>
/// <para>Constants, start (position uniform in [−0.6, −0.4], or as <see cref="MountainCarResetOptions"/> say, at rest) and end (position 0.5 or more: terminated; at the
/// step limit: truncated) are those of Gymnasium's environment of the same name; the state is held in double precision.</para>
/// <para>Observation: position, from −1.2 to 0.6, and velocity, from −0.07 to 0.07 for each step.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class MountainCar : EnvironmentBase<MountainCarResetOptions>
{
    private static readonly MountainCarResetOptions DefaultStart = new();

    private static readonly EnvironmentSpec SpecV0 = new()
    {
        Name = "MountainCar-v0",
        AgentCount = 1,
        ObservationSpaces =
        [
            new BoxSpace(
                [(float)MountainCarState.LowestPosition, -(float)MountainCarState.SpeedLimit],
                [(float)MountainCarState.HighestPosition, (float)MountainCarState.SpeedLimit]),
        ],
        ActionSpaces = [new DiscreteSpace(3)],
        MaxSteps = 200,
        RewardThreshold = -110,
    };

    private MountainCarState _state;

    private MountainCar()
        : base(SpecV0)
    {
    }

    /// <summary>The current version: at most 200 steps, solved at a mean return of −110.</summary>
    public static MountainCar V0() => new();

    internal MountainCarState State => _state;

    /// <summary>Puts the running episode into a state of the caller's choice.</summary>
    internal void SetState(MountainCarState state, StepBuffers buffers)
    {
        _state = state;
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, MountainCarResetOptions? options, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        options ??= DefaultStart;
        _state = new MountainCarState(random.NextUniform(options.Low, options.High), 0);
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _state = _state.Advance(actions[0] - 1);
        buffers.Rewards[0] = -1;
        buffers.Terminated[0] = _state.IsAtGoal;
        Observe(buffers);
    }

    private void Observe(StepBuffers buffers)
    {
        var observation = buffers.Observation(0);
        observation[0] = (float)_state.Position;
        observation[1] = (float)_state.Velocity;
    }
}
