using System.Globalization;
using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Matrix;

/// <summary>A game in normal form, played for a number of rounds: all agents choose at once, and each is paid what the table says.</summary>
/// <remarks>
/// <para>The game ends of itself after <see cref="MatrixGameOptions.Rounds"/> rounds (terminated: no payoff follows), so the spec has no step limit.</para>
/// <para>Observation, and global state: one-hot. Of length 1, always 0, by default; with <see cref="MatrixGameOptions.ObserveLastActions"/> 0 in the first round
/// and then 1 + the number of the last joint action (see <see cref="PayoffTable.IndexOf"/>).</para>
/// <para><see cref="MatrixGames"/> has the games of the literature. Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class MatrixGame : EnvironmentBase, ITextRenderable
{
    private const int Nothing = -1;

    private readonly MatrixGameOptions _options;
    private readonly DiscreteSpace _observations;
    private int _round = Nothing;
    private int _last = Nothing;

    /// <summary>Makes an environment of a payoff table.</summary>
    /// <param name="name">The game's name; not empty.</param>
    /// <param name="payoffs">What each agent is paid for each joint action.</param>
    /// <param name="options">Rounds and observation, or null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="payoffs"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or the options are not valid.</exception>
    public MatrixGame(string name, PayoffTable payoffs, MatrixGameOptions? options = null)
        : base(Describe(name, payoffs, options ??= new MatrixGameOptions()))
    {
        Payoffs = payoffs;
        _options = options;
        _observations = (DiscreteSpace)Spec.ObservationSpaces[0];
    }

    /// <summary>What each agent is paid for each joint action.</summary>
    public PayoffTable Payoffs { get; }

    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_round == Nothing) throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before Render.");
        text.Append(CultureInfo.InvariantCulture, $"{Spec.Name}, {_round} of {_options.Rounds} rounds played\n");
        Payoffs.AppendTo(text, _last);
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _round = 0;
        _last = Nothing;
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _round++;
        _last = Payoffs.IndexOf(actions);
        Payoffs[_last].CopyTo(buffers.Rewards);
        buffers.Terminated.Fill(_round == _options.Rounds);
        Observe(buffers);
    }

    private static EnvironmentSpec Describe(string name, PayoffTable payoffs, MatrixGameOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(payoffs);
        options.Validate();
        var seen = new DiscreteSpace(options.ObserveLastActions ? checked(1 + payoffs.JointActionCount) : 1);
        var actions = new List<DiscreteSpace>();
        foreach (var count in payoffs.ActionCounts) actions.Add(new DiscreteSpace(count));
        return new EnvironmentSpec
        {
            Name = name,
            AgentCount = payoffs.AgentCount,
            ObservationSpaces = [.. Enumerable.Repeat(seen, payoffs.AgentCount)],
            ActionSpaces = actions,
            StateSize = seen.FlatSize,
        };
    }

    private void Observe(StepBuffers buffers)
    {
        var seen = _options.ObserveLastActions ? 1 + _last : 0;
        _observations.Encode(seen, buffers.State);
        for (var agent = 0; agent < Spec.AgentCount; agent++) _observations.Encode(seen, buffers.Observation(agent));
    }
}
