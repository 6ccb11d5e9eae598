using System.Text;
using MarlRec.Environments.Pictures;
using MarlRec.Execution;

namespace MarlRec.Environments.Foraging;

/// <summary>
/// Players walk over a field and load foods together: those who load the same food add up their levels, and must reach the food's. Albrecht and Ramamoorthy,
/// "A Game-Theoretic Model and Best-Response Learning Method for Ad Hoc Coordination in Multiagent Systems", AAMAS 2013; the rules are those of the package
/// that Papoudakis et al., 2021, published.
/// </summary>
/// <remarks>
/// <para>Actions: 0 none, 1 north, 2 south, 3 west, 4 east, 5 load. A move off the field or onto food does nothing; two who want the same cell both stay. When
/// a food is loaded, each of its loaders earns level · food / (sum of the loaders' levels · all food of the episode), so that an episode is worth 1 at most. The
/// episode terminates when no food is left, and is truncated at the step limit (where the original says that it is done).</para>
/// <para>Observation [3F + 3P]: foods from the upper left (row, column, level), then players, oneself first. Coordinates count from the upper left corner of
/// what one sees; what one does not see is −1, −1, 0. Without <see cref="ForagingOptions.ObserveLevels"/> players have no third number. As a grid
/// [3 (2S + 1)²]: levels of players, levels of foods, and 1 where one could go, around oneself. State [3F + 3P]: the same lists, in full, players in their order.</para>
/// <para>Levels are drawn for each player and food alike; the original also takes one range for each.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class LevelBasedForaging : EnvironmentBase, ITextRenderable, ISvgRenderable
{
    private const int Actions = 6;

    private readonly ForagingOptions _options;
    private readonly ForagingObserver _observer;
    private bool _started;

    /// <summary>Builds the world.</summary>
    /// <param name="options">How it goes, or null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are not valid (see <see cref="ForagingOptions.Validate"/>).</exception>
    public LevelBasedForaging(ForagingOptions? options = null)
        : base(Describe(options ??= new ForagingOptions()))
    {
        _options = options;
        Field = new ForagingField(options);
        _observer = new ForagingObserver(options, Field);
    }

    /// <inheritdoc/>
    public PictureSize PictureSize => new GridPicture(_options.Rows, _options.Columns).PictureSize;

    internal ForagingField Field { get; }

    /// <summary>Draws players as letters (A is agent 0; in colour, darker for higher levels) and foods as their levels.</summary>
    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Draw().Render(text);
    }

    /// <inheritdoc/>
    public void Render(SvgCanvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Draw().Render(canvas);
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        Field.Start(random);
        _started = true;
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        Field.Step(actions, buffers.Rewards);
        if (Field.FoodsLeft == 0) buffers.Terminated.Fill(true);
        Observe(buffers);
    }

    /// <summary>Writes observations, state and masks; also after a test has changed the field by hand.</summary>
    internal void Observe(StepBuffers buffers)
    {
        for (var player = 0; player < _options.Players; player++)
        {
            _observer.Observe(player, buffers.Observation(player));
            if (!_options.MaskInvalidActions) continue;
            var mask = buffers.Mask(player);
            for (var action = 0; action < Actions; action++) mask[action] = Field.IsValid(player, action);
        }

        _observer.WriteState(buffers.State);
    }

    private static EnvironmentSpec Describe(ForagingOptions options)
    {
        options.Validate();
        var observation = ForagingObserver.Space(options);
        return new EnvironmentSpec
        {
            Name = options.Name,
            AgentCount = options.Players,
            ObservationSpaces = [.. Enumerable.Repeat(observation, options.Players)],
            ActionSpaces = [.. Enumerable.Repeat(new DiscreteSpace(Actions), options.Players)],
            StateSize = 3 * (options.Foods + options.Players),
            MaxSteps = options.MaxSteps,
        };
    }

    private GridPicture Draw()
    {
        if (!_started) throw new InvalidOperationException($"{Spec.Name} has no episode to draw; call Reset first.");
        var picture = new GridPicture(_options.Rows, _options.Columns);
        foreach (var food in Field.Foods)
            if (food.Level > 0) picture.Set(food.Row, food.Column, food.Level < 10 ? (char)('0' + food.Level) : '+', "#8fd98f");
        for (var player = 0; player < _options.Players; player++)
        {
            var (row, column, level) = Field.Players[player];
            picture.Set(row, column, (char)('A' + player % 26), level <= _options.MinPlayerLevel ? "#b0c4f0" : "#6a8fe0");
        }

        return picture;
    }
}
