using System.Text;
using MarlRec.Environments.Pictures;
using MarlRec.Execution;

namespace MarlRec.Environments.Grid;

/// <summary>One agent walks over a map (up 0, right 1, down 2, left 3) from a start to a goal, past walls and pits, on floors that may be slippery.</summary>
/// <remarks>
/// <para>A move goes sideways with <see cref="GridWorldOptions.SlipProbability"/>, to either side alike; walls and the rim hold it back. Goals and pits
/// terminate; the step limit truncates.</para>
/// <para>Observation: the cell, one-hot, numbered row by row from the upper left.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class GridWorld : EnvironmentBase, ITextRenderable, ISvgRenderable
{
    private readonly GridWorldOptions _options;
    private readonly GridMap _map;
    private readonly DiscreteSpace _cells;
    private RandomStream _random = new(0);
    private int _cell = -1;

    /// <summary>Builds the world.</summary>
    /// <param name="options">Map and rewards, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid (see <see cref="GridWorldOptions.Validate"/>).</exception>
    public GridWorld(GridWorldOptions? options = null)
        : this(Checked(options ?? new GridWorldOptions()), GridMap.Parse((options ?? new GridWorldOptions()).Map))
    {
    }

    private GridWorld(GridWorldOptions options, GridMap map)
        : base(Describe(options, map))
    {
        _options = options;
        _map = map;
        _cells = (DiscreteSpace)Spec.ObservationSpaces[0];
    }

    /// <inheritdoc/>
    public PictureSize PictureSize => new GridPicture(_map.Rows, _map.Columns).PictureSize;

    /// <summary>Draws the map, and the agent as <c>@</c>.</summary>
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
        _random = random;
        _cell = _map.Starts[random.Next(_map.Starts.Length)];
        _cells.Encode(_cell, buffers.Observation(0));
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _cell = _map.Move(_cell, Slip(actions[0]));
        _cells.Encode(_cell, buffers.Observation(0));
        var here = _map[_cell];
        buffers.Rewards[0] = _options.StepReward + (here == 'G' ? _options.GoalReward : here == 'P' ? _options.PitReward : 0);
        buffers.Terminated[0] = here is 'G' or 'P';
    }

    private static GridWorldOptions Checked(GridWorldOptions options)
    {
        options.Validate();
        return options;
    }

    private static EnvironmentSpec Describe(GridWorldOptions options, GridMap map) => new()
    {
        Name = "GridWorld",
        AgentCount = 1,
        ObservationSpaces = [new DiscreteSpace(map.CellCount)],
        ActionSpaces = [new DiscreteSpace(4)],
        MaxSteps = options.MaxSteps,
    };

    private GridPicture Draw()
    {
        if (_cell < 0) throw new InvalidOperationException($"{Spec.Name} has no episode to draw; call Reset first.");
        var picture = new GridPicture(_map.Rows, _map.Columns);
        for (var cell = 0; cell < _map.CellCount; cell++)
        {
            var colour = _map[cell] switch { '#' => "#606060", 'S' => "#dfe8ff", 'G' => "#8fd98f", 'P' => "#e06a6a", _ => "#ffffff" };
            picture.Set(cell / _map.Columns, cell % _map.Columns, cell == _cell ? '@' : _map[cell], colour);
        }

        return picture;
    }

    private int Slip(int direction)
    {
        var draw = _random.NextDouble();
        if (draw >= _options.SlipProbability) return direction;
        return (direction + (draw < _options.SlipProbability / 2 ? 1 : 3)) % 4;
    }
}
