using System.Globalization;
using System.Text;
using MarlRec.Environments.Pictures;
using MarlRec.Execution;

namespace MarlRec.Environments.Warehouse;

/// <summary>
/// Robots fetch requested shelves, carry them to a goal, and take them back to a free place. Papoudakis et al., "Benchmarking Multi-Agent Deep Reinforcement
/// Learning Algorithms in Cooperative Tasks", NeurIPS 2021.
/// </summary>
/// <remarks>
/// <para>Actions: 0 none, 1 forward, 2 turn left, 3 turn right, 4 pick up or put down. Who carries nothing walks below shelves; who carries one keeps to the
/// highways and to empty places. A shelf is put down anywhere but on a highway. Two never share a cell: of files that meet, the longest moves, of equal ones the
/// first agent's (the original leaves that open); circles turn; two face to face stand. A requested shelf on a goal is delivered, and another is requested.</para>
/// <para>Observation [8 + 7 (2S + 1)²]: own column, row, carrying, direction (up, down, left, right; one-hot), on a highway; then for each cell around, row by
/// row: an agent, its direction (up where there is none), a shelf, a requested one. State: of each agent column, row, direction (one-hot), carrying; of each
/// shelf column, row, requested.</para>
/// <para>Left out: the messages and the picture observations of the original. Its time limit says done, this one truncates.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class RoboticWarehouse : EnvironmentBase, ITextRenderable, ISvgRenderable
{
    private readonly WarehouseOptions _options;
    private readonly WarehouseSensors _sensors;
    private RandomStream? _random;
    private int _inactiveSteps;

    /// <summary>Builds the world.</summary>
    /// <param name="options">How it goes, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid (see <see cref="WarehouseOptions.Validate"/>).</exception>
    public RoboticWarehouse(WarehouseOptions? options = null)
        : base(Describe(options ??= new WarehouseOptions(), out var map))
    {
        _options = options;
        Floor = new WarehouseFloor(options, map);
        _sensors = new WarehouseSensors(options, Floor);
    }

    /// <inheritdoc/>
    public PictureSize PictureSize => new GridPicture(Floor.Map.Rows, Floor.Map.Columns).PictureSize;

    internal WarehouseFloor Floor { get; }

    /// <summary>
    /// Draws agents as arrows (<c>^ v &lt; &gt;</c>, carrying: <c>A V [ ]</c>), shelves as <c>x</c>, requested ones as <c>R</c>, goals as <c>g</c>.
    /// </summary>
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

    /// <summary>Writes observations and state; also after a test has changed the floor by hand.</summary>
    internal void Observe(StepBuffers buffers)
    {
        for (var agent = 0; agent < _options.Agents; agent++) _sensors.Observe(agent, buffers.Observation(agent));
        _sensors.WriteState(buffers.State);
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(buffers);
        _random = random;
        _inactiveSteps = 0;
        Floor.Start(random);
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _inactiveSteps = Floor.Step(actions, buffers.Rewards, _random!) ? 0 : _inactiveSteps + 1;
        if (_inactiveSteps >= _options.MaxInactiveSteps) buffers.Truncated.Fill(true);
        Observe(buffers);
    }

    private static EnvironmentSpec Describe(WarehouseOptions options, out WarehouseMap map)
    {
        options.Validate();
        map = WarehouseMap.Of(options);
        var observation = WarehouseSensors.Space(options, map);
        return new EnvironmentSpec
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"RoboticWarehouse-{map.Rows}x{map.Columns}-{options.Agents}ag"),
            AgentCount = options.Agents,
            ObservationSpaces = [.. Enumerable.Repeat(observation, options.Agents)],
            ActionSpaces = [.. Enumerable.Repeat(new DiscreteSpace(5), options.Agents)],
            StateSize = 7 * options.Agents + 3 * map.Shelves.Length,
            MaxSteps = options.MaxSteps,
        };
    }

    private GridPicture Draw()
    {
        if (_random is null) throw new InvalidOperationException($"{Spec.Name} has no episode to draw; call Reset first.");
        var map = Floor.Map;
        var picture = new GridPicture(map.Rows, map.Columns);
        for (var cell = 0; cell < map.CellCount; cell++) Set(cell, map.IsHighway(cell) ? '.' : '_', map.IsHighway(cell) ? "#ffffff" : "#f0f0f0");
        foreach (var goal in map.Goals) Set(goal, 'g', "#8fd98f");
        for (var shelf = 0; shelf < Floor.ShelfPlaces.Length; shelf++)
            Set(Floor.ShelfPlaces[shelf], Floor.IsRequested[shelf] ? 'R' : 'x', Floor.IsRequested[shelf] ? "#e0a84f" : "#c0c0e0");
        for (var agent = 0; agent < Floor.Places.Length; agent++)
        {
            var carries = Floor.Carried[agent] >= 0;
            Set(Floor.Places[agent], (carries ? "AV[]" : "^v<>")[Floor.Directions[agent]], carries ? "#e06a6a" : "#6a8fe0");
        }

        return picture;

        void Set(int cell, char symbol, string colour) => picture.Set(cell / map.Columns, cell % map.Columns, symbol, colour);
    }
}
