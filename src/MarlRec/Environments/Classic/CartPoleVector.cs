using System.Numerics;
using MarlRec.Environments.Vector;
using MarlRec.Execution;

namespace MarlRec.Environments.Classic;

/// <summary>N cart-poles in one piece: what <see cref="VectorEnvironment"/> over <see cref="CartPole"/> delivers, bit for bit, in about a third of the time.</summary>
/// <remarks>
/// <para>Each number of the state has an array of its own, and a register advances several copies at once. Sine and cosine are those of the scalar world, one by
/// one: the pole is unstable, so a difference in the last bit would grow to another episode within a few hundred steps.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class CartPoleVector : VectorEnvironmentBase
{
    // A multiple of every register's width, and enough steps to be worth handing to a thread.
    private const int TileSize = 64;

    private readonly double[] _position, _velocity, _angle, _angularVelocity;
    private readonly double[] _force, _sin, _cos;
    private readonly int[] _steps;
    private readonly RandomStream[] _random;
    private readonly int _maxSteps;

    private CartPoleVector(EnvironmentSpec spec, int copies, AutoresetMode mode, ComputeContext? context)
        : base(spec, copies, mode, context, TileSize)
    {
        _maxSteps = spec.MaxSteps!.Value;
        // Rounded up, so that the last register's lanes exist.
        var lanes = (copies + TileSize - 1) / TileSize * TileSize;
        _position = new double[lanes];
        _velocity = new double[lanes];
        _angle = new double[lanes];
        _angularVelocity = new double[lanes];
        _force = new double[lanes];
        _sin = new double[lanes];
        _cos = new double[lanes];
        _steps = new int[copies];
        _random = new RandomStream[copies];
        for (var copy = 0; copy < copies; copy++) _random[copy] = new RandomStream(0);
    }

    /// <summary>N copies of <see cref="CartPole.V0"/>.</summary>
    /// <param name="copies">How many copies, N: 1 or more.</param>
    /// <param name="mode">What happens to a copy whose episode is over.</param>
    /// <param name="context">Whose threads step the copies, or null for the caller's alone. It is not disposed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copies"/> is below 1, or <paramref name="mode"/> is not a mode.</exception>
    public static CartPoleVector V0(int copies, AutoresetMode mode = AutoresetMode.NextStep, ComputeContext? context = null) => new(CartPole.SpecV0, copies, mode, context);

    /// <summary>N copies of <see cref="CartPole.V1"/>.</summary>
    /// <param name="copies">How many copies, N: 1 or more.</param>
    /// <param name="mode">What happens to a copy whose episode is over.</param>
    /// <param name="context">Whose threads step the copies, or null for the caller's alone. It is not disposed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="copies"/> is below 1, or <paramref name="mode"/> is not a mode.</exception>
    public static CartPoleVector V1(int copies, AutoresetMode mode = AutoresetMode.NextStep, ComputeContext? context = null) => new(CartPole.SpecV1, copies, mode, context);

    /// <inheritdoc/>
    protected override void OnReset(int copy, ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var start = Checked(options);
        _random[copy].Restart(seed, Spec.Name);
        var state = CartPoleState.Draw(_random[copy], start);
        (_position[copy], _velocity[copy], _angle[copy], _angularVelocity[copy]) = (state.Position, state.Velocity, state.Angle, state.AngularVelocity);
        _steps[copy] = 0;
        state.Observe(buffers.Observation(0));
        buffers.Rewards[0] = 0;
        buffers.Terminated[0] = false;
        buffers.Truncated[0] = false;
        buffers.Acting[0] = true;
        buffers.Masks.Fill(true);
    }

    /// <inheritdoc/>
    protected override void OnStep(int first, int count, ReadOnlySpan<int> actions, VectorStepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        for (var copy = first; copy < first + count; copy++)
        {
            (_sin[copy], _cos[copy]) = Math.SinCos(_angle[copy]);
            _force[copy] = CartPoleState.ForceOf(actions[copy]);
        }

        for (var lane = first; lane < first + count; lane += Vector<double>.Count) Advance(lane);
        Deliver(first, count, buffers);
    }

    private CartPoleResetOptions Checked(ResetOptions? options)
    {
        if (options is null) return CartPoleResetOptions.Default;
        if (options is not CartPoleResetOptions own)
            throw new ArgumentException($"options are {options.GetType().Name}, but {Spec.Name} takes {nameof(CartPoleResetOptions)}.", nameof(options));
        own.Validate();
        return own;
    }

    // The operations of CartPoleState.Advance in their order: each rounds alike in a register and outside.
    private void Advance(int lane)
    {
        Vector<double> sin = new(_sin, lane), cos = new(_cos, lane), velocity = new(_velocity, lane), angularVelocity = new(_angularVelocity, lane);
        var push = (new Vector<double>(_force, lane) + CartPoleState.PoleMassLength * angularVelocity * angularVelocity * sin) / new Vector<double>(CartPoleState.TotalMass);
        var angularAcceleration = (CartPoleState.Gravity * sin - cos * push)
            / (CartPoleState.HalfLength * (new Vector<double>(4.0 / 3.0) - CartPoleState.PoleMass * cos * cos / new Vector<double>(CartPoleState.TotalMass)));
        var acceleration = push - CartPoleState.PoleMassLength * angularAcceleration * cos / new Vector<double>(CartPoleState.TotalMass);
        (new Vector<double>(_position, lane) + CartPoleState.Interval * velocity).CopyTo(_position, lane);
        (velocity + CartPoleState.Interval * acceleration).CopyTo(_velocity, lane);
        (new Vector<double>(_angle, lane) + CartPoleState.Interval * angularVelocity).CopyTo(_angle, lane);
        (angularVelocity + CartPoleState.Interval * angularAcceleration).CopyTo(_angularVelocity, lane);
    }

    private void Deliver(int first, int count, VectorStepBuffers buffers)
    {
        var observations = buffers.Observations;
        var terminated = buffers.Terminated;
        var truncated = buffers.Truncated;
        var acting = buffers.Acting;
        buffers.Rewards.Slice(first, count).Fill(1);
        buffers.Masks.Slice(2 * first, 2 * count).Fill(true);
        for (var copy = first; copy < first + count; copy++)
        {
            var state = new CartPoleState(_position[copy], _velocity[copy], _angle[copy], _angularVelocity[copy]);
            state.Observe(observations.Slice(4 * copy, 4));
            var fallen = state.HasFallen;
            terminated[copy] = fallen;
            truncated[copy] = ++_steps[copy] >= _maxSteps && !fallen;
            acting[copy] = !(terminated[copy] | truncated[copy]);
        }
    }
}
