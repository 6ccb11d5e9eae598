using System.Text;
using MarlRec.Environments.Pictures;
using MarlRec.Execution;

namespace MarlRec.Environments.Particle;

/// <summary>
/// A world of discs in the plane, after OpenAI's multi-agent particle environments. Lowe et al., "Multi-Agent Actor-Critic for Mixed Cooperative-Competitive
/// Environments", NeurIPS 2017.
/// </summary>
/// <remarks>
/// <para>A step lasts 0.1. Agents that move have the actions 0 none, 1 left, 2 right, 3 down, 4 up, each a push of 5 unless the world says otherwise; a body
/// keeps three quarters of its velocity in a step; discs that touch push each other apart with a soft force. Observed positions are relative to the
/// observer. The global state is the observations of all agents one after another, as PettingZoo defines it. Nothing but the step limit ends an episode.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public abstract class ParticleEnvironment : EnvironmentBase, ITextRenderable, ISvgRenderable
{
    private readonly IntegrationOrder _order;
    private bool _placed;

    private protected ParticleEnvironment(string name, ParticleOptions options, Body[] bodies, int[] observationSizes, int[] actionCounts)
        : base(new EnvironmentSpec
        {
            Name = name,
            AgentCount = observationSizes.Length,
            ObservationSpaces = Array.ConvertAll(observationSizes, size => new BoxSpace(float.NegativeInfinity, float.PositiveInfinity, size)),
            ActionSpaces = Array.ConvertAll(actionCounts, count => new DiscreteSpace(count)),
            StateSize = observationSizes.Sum(),
            MaxSteps = options.MaxSteps,
        })
    {
        _order = options.Order;
        Physics = new ParticlePhysics(bodies);
    }

    /// <inheritdoc/>
    public PictureSize PictureSize => ParticlePicture.Size;

    internal ParticlePhysics Physics { get; }

    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RequireReset();
        ParticlePicture.Draw(Physics, Look, text);
    }

    /// <inheritdoc/>
    public void Render(SvgCanvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        RequireReset();
        ParticlePicture.Draw(Physics, Look, canvas);
    }

    /// <inheritdoc/>
    protected sealed override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        Start(random);
        _placed = true;
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected sealed override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        for (var agent = 0; agent < actions.Length; agent++) Act(agent, actions[agent]);
        Physics.Step(_order);
        Reward(buffers.Rewards);
        Observe(buffers);
    }

    /// <summary>Checks options before a constructor uses them.</summary>
    private protected static TOptions Checked<TOptions>(TOptions options)
        where TOptions : ParticleOptions
    {
        options.Validate();
        return options;
    }

    /// <summary>One number for each agent.</summary>
    private protected static int[] Filled(int count, int value)
    {
        var values = new int[count];
        Array.Fill(values, value);
        return values;
    }

    /// <summary>Places the bodies.</summary>
    private protected abstract void Start(RandomStream random);

    /// <summary>Takes an agent's action before the physics step.</summary>
    private protected virtual void Act(int agent, int action) => Physics.Push(agent, action);

    /// <summary>Writes what each agent earns where the bodies are now, [A].</summary>
    private protected abstract void Reward(Span<float> rewards);

    /// <summary>Writes what an agent sees.</summary>
    private protected abstract void See(int agent, ref ObservationWriter writer);

    /// <summary>How a body is drawn.</summary>
    private protected abstract (char Symbol, string Colour) Look(int body);

    /// <summary>Writes observations and state; also after a test has moved bodies by hand.</summary>
    internal void Observe(StepBuffers buffers)
    {
        var state = buffers.State;
        for (var agent = 0; agent < Spec.AgentCount; agent++)
        {
            var row = buffers.Observation(agent)[..Spec.ObservationSpaces[agent].FlatSize];
            var writer = new ObservationWriter(row, Physics, agent);
            See(agent, ref writer);
            row.CopyTo(state);
            state = state[row.Length..];
        }
    }

    private void RequireReset()
    {
        if (!_placed) throw new InvalidOperationException($"{Spec.Name} has no episode to draw; call Reset first.");
    }
}
