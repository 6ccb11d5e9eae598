using System.Globalization;
using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Extensive;

/// <summary>A game in extensive form as an environment in which agents take turns.</summary>
/// <remarks>
/// <para>Agent i is player i. Its observation is its information state at every step; only the player whose turn it is acts and has legal actions. Chance moves within
/// the step, drawn from the episode's seed. All agents terminate when the game ends and earn their returns in that step; before it, nothing.</para>
/// <para>Global state: the information states of all players, [A · D].</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class ExtensiveGameEnvironment : EnvironmentBase, ITextRenderable
{
    private readonly IExtensiveGame _game;
    private RandomStream _random = new(0);
    private GameState? _state;

    /// <summary>Makes an environment of a game.</summary>
    /// <param name="game">The game.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentException">The game's name or counts are not valid.</exception>
    public ExtensiveGameEnvironment(IExtensiveGame game)
        : base(Describe(game)) => _game = game;

    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_state is not { } state) throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before Render.");
        text.Append(CultureInfo.InvariantCulture, $"{Spec.Name}: {state}; ");
        if (!state.IsTerminal) text.Append(CultureInfo.InvariantCulture, $"player {state.Player} to move\n");
        else text.Append("returns ").AppendJoin(' ', Enumerable.Range(0, _game.PlayerCount).Select(player => state.Return(player).ToString(CultureInfo.InvariantCulture))).Append('\n');
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        _random = random;
        if (_state is null) _state = _game.Start();
        else _state.Restart();
        MoveChance(_state);
        Write(_state, buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var state = _state!;
        state.Apply(actions[state.Player]);
        MoveChance(state);
        Write(state, buffers);
    }

    private static EnvironmentSpec Describe(IExtensiveGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentOutOfRangeException.ThrowIfLessThan(game.PlayerCount, 1, nameof(game));
        var seen = game.InformationStateSpace;
        return new EnvironmentSpec
        {
            Name = game.Name,
            AgentCount = game.PlayerCount,
            ObservationSpaces = [.. Enumerable.Repeat(seen, game.PlayerCount)],
            ActionSpaces = [.. Enumerable.Repeat(new DiscreteSpace(game.ActionCount), game.PlayerCount)],
            StateSize = checked(game.PlayerCount * seen.FlatSize),
            TurnBased = true,
        };
    }

    private void MoveChance(GameState state)
    {
        while (state.IsChance) state.Apply(state.DrawChance(_random));
    }

    private void Write(GameState state, StepBuffers buffers)
    {
        buffers.Masks.Clear();
        for (var player = 0; player < _game.PlayerCount; player++)
        {
            state.WriteInformationState(player, buffers.Observation(player));
            if (state.IsTerminal) buffers.Rewards[player] = (float)state.Return(player);
        }

        buffers.Observations.CopyTo(buffers.State);
        buffers.Terminated.Fill(state.IsTerminal);
        if (state.IsTerminal) return;
        buffers.Acting[state.Player] = true;
        var mask = buffers.Mask(state.Player);
        for (var action = 0; action < mask.Length; action++) mask[action] = state.IsLegal(action);
    }
}
