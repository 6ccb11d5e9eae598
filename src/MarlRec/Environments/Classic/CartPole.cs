using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>
/// A pole stands on a cart that is pushed left (action 0) or right (action 1) and must stay upright and on the track. Each step earns 1, the last included.
/// Barto, Sutton and Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult Learning Control Problems", 1983.
/// </summary>
/// <remarks>
/// <para>Constants, start (each number uniform in ±0.05, or as <see cref="CartPoleResetOptions"/> say) and end (beyond ±2.4 m or ±12°: terminated; at the step
/// limit: truncated) are those of Gymnasium's environments of the same names; the state is held in double precision.</para>
/// <para>Observation: position (m), velocity (m/s), angle (rad), angular velocity (rad/s).</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class CartPole : EnvironmentBase<CartPoleResetOptions>
{
    // The bounds are twice the limits that end an episode, so that the last observation lies inside.
    private static readonly BoxSpace ObservationSpace = new(
        [-2 * (float)CartPoleState.PositionLimit, float.NegativeInfinity, -2 * (float)CartPoleState.AngleLimit, float.NegativeInfinity],
        [2 * (float)CartPoleState.PositionLimit, float.PositiveInfinity, 2 * (float)CartPoleState.AngleLimit, float.PositiveInfinity]);

    internal static readonly EnvironmentSpec SpecV0 = Describe("CartPole-v0", 200, 195);
    internal static readonly EnvironmentSpec SpecV1 = Describe("CartPole-v1", 500, 475);

    private CartPoleState _state;

    private CartPole(EnvironmentSpec spec)
        : base(spec)
    {
    }

    /// <summary>The first version: at most 200 steps, solved at a mean return of 195.</summary>
    public static CartPole V0() => new(SpecV0);

    /// <summary>The current version: at most 500 steps, solved at a mean return of 475.</summary>
    public static CartPole V1() => new(SpecV1);

    internal CartPoleState State => _state;

    /// <summary>Puts the running episode into a state of the caller's choice.</summary>
    internal void SetState(CartPoleState state, StepBuffers buffers)
    {
        _state = state;
        _state.Observe(buffers.Observation(0));
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, CartPoleResetOptions? options, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        _state = CartPoleState.Draw(random, options ?? CartPoleResetOptions.Default);
        _state.Observe(buffers.Observation(0));
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _state = _state.Advance(actions[0]);
        buffers.Rewards[0] = 1;
        buffers.Terminated[0] = _state.HasFallen;
        _state.Observe(buffers.Observation(0));
    }

    private static EnvironmentSpec Describe(string name, int maxSteps, double threshold) => new()
    {
        Name = name,
        AgentCount = 1,
        ObservationSpaces = [ObservationSpace],
        ActionSpaces = [new DiscreteSpace(2)],
        MaxSteps = maxSteps,
        RewardThreshold = threshold,
    };
}
