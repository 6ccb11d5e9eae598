using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>
/// Two links hang from a joint; a torque of −1 (action 0), 0 (1) or 1 N·m (2) between them must swing the tip a link's length above it. Each step costs 1, the
/// one that gets there nothing. Sutton, "Generalization in Reinforcement Learning: Successful Examples Using Sparse Coarse Coding", 1996.
/// </summary>
/// <remarks>
/// <para>Equations are the book's, see Sutton and Barto, "Reinforcement Learning: An Introduction", 1998, section 11.3. Constants, start (each number of the state
/// uniform in ±0.1, or as <see cref="AcrobotResetOptions"/> say) and end (the tip is up: terminated; at the step limit: truncated) are those of Gymnasium's
/// environment of the same name; the state is held in double precision.</para>
/// <para>Observation: cosine and sine of the upper link's angle from hanging down, cosine and sine of the lower one's from the upper's direction, and the two
/// angular velocities, within ±4π and ±9π rad/s.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class Acrobot : EnvironmentBase<AcrobotResetOptions>
{
    private const float SpeedLimit1 = (float)AcrobotState.SpeedLimit1, SpeedLimit2 = (float)AcrobotState.SpeedLimit2;

    private static readonly AcrobotResetOptions DefaultStart = new();

    private static readonly EnvironmentSpec SpecV1 = new()
    {
        Name = "Acrobot-v1",
        AgentCount = 1,
        ObservationSpaces = [new BoxSpace([-1, -1, -1, -1, -SpeedLimit1, -SpeedLimit2], [1, 1, 1, 1, SpeedLimit1, SpeedLimit2])],
        ActionSpaces = [new DiscreteSpace(3)],
        MaxSteps = 500,
        RewardThreshold = -100,
    };

    private AcrobotState _state;

    private Acrobot()
        : base(SpecV1)
    {
    }

    /// <summary>The current version: at most 500 steps, solved at a mean return of −100.</summary>
    public static Acrobot V1() => new();

    internal AcrobotState State => _state;

    /// <summary>Puts the running episode into a state of the caller's choice.</summary>
    internal void SetState(AcrobotState state, StepBuffers buffers)
    {
        _state = state;
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, AcrobotResetOptions? options, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        options ??= DefaultStart;
        double low = options.Low, high = options.High;
        _state = new AcrobotState(random.NextUniform(low, high), random.NextUniform(low, high), random.NextUniform(low, high), random.NextUniform(low, high));
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _state = _state.Advance(actions[0] - 1);
        buffers.Terminated[0] = _state.IsUp;
        buffers.Rewards[0] = _state.IsUp ? 0 : -1;
        Observe(buffers);
    }

    private void Observe(StepBuffers buffers)
    {
        var observation = buffers.Observation(0);
        var (sin1, cos1) = Math.SinCos(_state.Angle1);
        var (sin2, cos2) = Math.SinCos(_state.Angle2);
        observation[0] = (float)cos1;
        observation[1] = (float)sin1;
        observation[2] = (float)cos2;
        observation[3] = (float)sin2;
        observation[4] = (float)_state.Velocity1;
        observation[5] = (float)_state.Velocity2;
    }
}
