using System.Text;
using MarlRec.Environments.Pictures;
using MarlRec.Environments.Tables;

namespace MarlRec.Environments.Grid;

/// <summary>
/// Along a cliff (up 0, right 1, down 2, left 3) from the lower left corner to the lower right: each step costs 1, a step over the edge 100 and the way back to the
/// start. Sutton and Barto, "Reinforcement Learning: An Introduction", example 6.6.
/// </summary>
/// <remarks>
/// <para>The grid of 4 × 12, rewards and slips are those of Gymnasium's environments of the same names. The goal terminates, the cliff does not; the rim holds a move back.</para>
/// <para>Observation: the cell, one-hot, numbered row by row from the upper left. It is the model's state.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class CliffWalking : TabularEnvironment, ITextRenderable, ISvgRenderable
{
    private const int Start = 36, Goal = 47;

    private static readonly GridShape s_shape = new(4, 12);
    private static readonly (int Rows, int Columns)[] s_directions = [(-1, 0), (0, 1), (1, 0), (0, -1)];
    private static readonly string[] s_actions = ["Up", "Right", "Down", "Left"];

    /// <summary>Builds the world.</summary>
    /// <param name="options">Slips and limit, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid (see <see cref="CliffWalkingOptions.Validate"/>).</exception>
    public CliffWalking(CliffWalkingOptions? options = null)
        : base(Describe(options ??= new CliffWalkingOptions()), Table(options.Slippery))
    {
    }

    /// <inheritdoc/>
    public PictureSize PictureSize => new GridPicture(s_shape.Rows, s_shape.Columns).PictureSize;

    /// <summary>Draws the grid: the walker <c>@</c>, the cliff <c>C</c>, the goal <c>G</c>, and below it the last action.</summary>
    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Draw().Render(text);
        if (LastAction >= 0) text.Append('(').Append(s_actions[LastAction]).Append(")\n");
    }

    /// <summary>Draws the grid: the walker <c>@</c>, the cliff <c>C</c> and the goal <c>G</c>.</summary>
    /// <inheritdoc/>
    public void Render(SvgCanvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Draw().Render(canvas);
    }

    private GridPicture Draw() => s_shape.Draw(State, cell => cell == Goal ? ('G', "#8fd98f") : IsCliff(cell) ? ('C', "#8a6d5a") : ('.', "#ffffff"));

    private static bool IsCliff(int cell) => cell is > Start and < Goal;

    private static EnvironmentSpec Describe(CliffWalkingOptions options)
    {
        options.Validate();
        return new EnvironmentSpec
        {
            Name = options.Slippery ? "CliffWalkingSlippery-v1" : "CliffWalking-v1",
            AgentCount = 1,
            ObservationSpaces = [new DiscreteSpace(s_shape.Count)],
            ActionSpaces = [new DiscreteSpace(s_directions.Length)],
            MaxSteps = options.MaxSteps,
        };
    }

    private static TabularModel Table(bool slippery)
    {
        var start = new double[s_shape.Count];
        start[Start] = 1;
        return new TabularModel(start, s_directions.Length, Outcomes);

        IEnumerable<TabularOutcome> Outcomes(int cell, int action)
        {
            if (cell == Goal || IsCliff(cell)) return [];
            return slippery
                ? [Outcome(cell, (action + 3) % 4, 1.0 / 3), Outcome(cell, action, 1.0 / 3), Outcome(cell, (action + 1) % 4, 1.0 / 3)]
                : [Outcome(cell, action, 1)];
        }

        static TabularOutcome Outcome(int cell, int direction, double probability)
        {
            var to = s_shape.Move(cell, s_directions[direction]);
            return IsCliff(to) ? new TabularOutcome(probability, Start, -100, false) : new TabularOutcome(probability, to, -1, to == Goal);
        }
    }
}
