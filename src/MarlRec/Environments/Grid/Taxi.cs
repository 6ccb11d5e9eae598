using System.Text;
using MarlRec.Environments.Tables;

namespace MarlRec.Environments.Grid;

/// <summary>
/// A taxi drives (down 0, up 1, right 2, left 3) to a passenger at one of four places, picks the passenger up (4), and sets the passenger down (5) at another.
/// Dietterich, "Hierarchical Reinforcement Learning with the MAXQ Value Function Decomposition", 2000.
/// </summary>
/// <remarks>
/// <para>The map of 5 × 5, rain, fickleness, limit and threshold are those of Gymnasium's <c>Taxi-v4</c>. Setting the passenger down at the destination earns 20 and terminates;
/// picking up or setting down where it cannot be done costs 10; every other step costs 1. With other options the world is called <c>Taxi</c> and has no threshold.</para>
/// <para>Observation: ((row · 5 + column) · 5 + passenger) · 4 + destination, one-hot, of 500; places are red 0, green 1, yellow 2, blue 3, and the taxi 4. It is the model's
/// state modulo 500; states from 500 on are those in which a fickle passenger has not been driven yet, which is when the mind is made up: a law equal to drawing it at the start.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class Taxi : TabularEnvironment, ITextRenderable
{
    private const string Map = "+---------+\n|R: | : :G|\n| : | : : |\n| : : : : |\n| | : | : |\n|Y| : |B: |\n+---------+\n";
    private const int MapWidth = 12;

    private static readonly string[] s_actions = ["Down", "Up", "Right", "Left", "Pick up", "Set down"];
    private static readonly string[] s_places = ["R", "G", "Y", "B", "in the taxi"];

    /// <summary>Builds the world.</summary>
    /// <param name="options">Rain, fickleness, masks and limit, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid (see <see cref="TaxiOptions.Validate"/>).</exception>
    public Taxi(TaxiOptions? options = null)
        : base(Describe(options ??= new TaxiOptions()), TaxiModel.Table(options))
    {
    }

    /// <summary>Draws the map with the taxi as <c>@</c>, or <c>&amp;</c> when the passenger is inside; below it passenger, destination and the last action.</summary>
    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var state = TaxiState.At(State);
        var (row, column) = (state.Cell / 5, state.Cell % 5);
        var at = text.Length + (1 + row) * MapWidth + 1 + 2 * column;
        text.Append(Map);
        text[at] = state.Passenger == TaxiState.InTaxi ? '&' : '@';
        text.Append("passenger ").Append(s_places[state.Passenger]).Append(", destination ").Append(s_places[state.Destination]).Append('\n');
        if (LastAction >= 0) text.Append('(').Append(s_actions[LastAction]).Append(")\n");
    }

    /// <inheritdoc/>
    protected override int Observe(int state) => state % TaxiState.ObservationCount;

    private static EnvironmentSpec Describe(TaxiOptions options)
    {
        options.Validate();
        var standard = options == new TaxiOptions();
        return new EnvironmentSpec
        {
            Name = standard ? "Taxi-v4" : "Taxi",
            AgentCount = 1,
            ObservationSpaces = [new DiscreteSpace(TaxiState.ObservationCount)],
            ActionSpaces = [new DiscreteSpace(TaxiModel.Actions)],
            MaxSteps = options.MaxSteps,
            RewardThreshold = standard ? 8 : null,
        };
    }
}
