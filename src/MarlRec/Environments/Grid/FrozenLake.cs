using System.Text;
using MarlRec.Environments.Pictures;
using MarlRec.Environments.Tables;

namespace MarlRec.Environments.Grid;

/// <summary>Over a frozen lake (left 0, down 1, right 2, up 3) from a start to a goal, past holes, on ice on which moves may slip sideways.</summary>
/// <remarks>
/// <para>The lakes, slips, rewards, limits and thresholds are those of Gymnasium's environments of the same names, 4 × 4 by default; other lakes are called
/// <c>FrozenLake</c> and have no threshold. Holes and goals terminate; the step limit truncates; the rim holds a move back.</para>
/// <para>Observation: the cell, one-hot, numbered row by row from the upper left. It is the model's state.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class FrozenLake : TabularEnvironment, ITextRenderable, ISvgRenderable
{
    internal static readonly (int Rows, int Columns)[] Directions = [(0, -1), (1, 0), (0, 1), (-1, 0)];

    private static readonly string[] s_actions = ["Left", "Down", "Right", "Up"];

    private readonly GridShape _shape;
    private readonly string _cells;

    /// <summary>Builds the world.</summary>
    /// <param name="options">Map, slips and rewards, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid (see <see cref="FrozenLakeOptions.Validate"/>).</exception>
    public FrozenLake(FrozenLakeOptions? options = null)
        : this(options ?? new FrozenLakeOptions(), FrozenLakeMap.Parse((options ?? new FrozenLakeOptions()).Map))
    {
    }

    private FrozenLake(FrozenLakeOptions options, (GridShape Shape, string Cells) map)
        : base(Describe(options, map.Shape.Count), Table(options, map.Shape, map.Cells)) => (_shape, _cells) = map;

    /// <inheritdoc/>
    public PictureSize PictureSize => new GridPicture(_shape.Rows, _shape.Columns).PictureSize;

    /// <summary>Draws the map with the walker as <c>@</c>, and below it the last action.</summary>
    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Draw().Render(text);
        if (LastAction >= 0) text.Append('(').Append(s_actions[LastAction]).Append(")\n");
    }

    /// <summary>Draws the map with the walker as <c>@</c>.</summary>
    /// <inheritdoc/>
    public void Render(SvgCanvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Draw().Render(canvas);
    }

    private GridPicture Draw() => _shape.Draw(State, cell => (_cells[cell], _cells[cell] switch { 'H' => "#4a6fa5", 'S' => "#dfe8ff", 'G' => "#8fd98f", _ => "#eef6fb" }));

    private static EnvironmentSpec Describe(FrozenLakeOptions options, int cells)
    {
        options.Validate();
        var (name, threshold) = options == new FrozenLakeOptions() ? ("FrozenLake-v1", 0.70)
            : options == FrozenLakeOptions.EightByEight ? ("FrozenLake8x8-v1", 0.85)
            : ("FrozenLake", (double?)null);
        return new EnvironmentSpec
        {
            Name = name,
            AgentCount = 1,
            ObservationSpaces = [new DiscreteSpace(cells)],
            ActionSpaces = [new DiscreteSpace(Directions.Length)],
            MaxSteps = options.MaxSteps,
            RewardThreshold = threshold,
        };
    }

    private static TabularModel Table(FrozenLakeOptions options, GridShape shape, string cells)
    {
        var starts = cells.Count(cell => cell == 'S');
        var success = options.Slippery ? options.SuccessRate : 1;
        return new TabularModel([.. cells.Select(cell => cell == 'S' ? 1.0 / starts : 0)], Directions.Length, Outcomes);

        IEnumerable<TabularOutcome> Outcomes(int cell, int action) => cells[cell] is 'H' or 'G'
            ? []
            : [Outcome(cell, (action + 3) % 4, (1 - success) / 2), Outcome(cell, action, success), Outcome(cell, (action + 1) % 4, (1 - success) / 2)];

        TabularOutcome Outcome(int cell, int direction, double probability)
        {
            var to = shape.Move(cell, Directions[direction]);
            var reward = cells[to] switch { 'G' => options.GoalReward, 'H' => options.HoleReward, _ => options.FrozenReward };
            return new TabularOutcome(probability, to, reward, cells[to] is 'H' or 'G');
        }
    }
}
