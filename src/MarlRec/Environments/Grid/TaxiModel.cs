using MarlRec.Environments.Tables;

namespace MarlRec.Environments.Grid;

/// <summary>The rules of <see cref="Taxi"/>. Thread safety: <em>immutable</em>.</summary>
internal static class TaxiModel
{
    internal const int Actions = 6;

    private const int Right = 2, Left = 3, PickUp = 4, SetDown = 5;

    private static readonly GridShape s_shape = new(5, 5);
    private static readonly (int Rows, int Columns)[] s_moves = [(1, 0), (-1, 0), (0, 1), (0, -1)];
    // What lies to the left and to the right of a taxi that heads down, up, right, left.
    private static readonly (int Left, int Right)[] s_sides = [(2, 3), (3, 2), (1, 0), (0, 1)];
    // The cells that have a wall to their right.
    private static readonly int[] s_walls = [1, 6, 15, 17, 20, 22];

    internal static TabularModel Table(TaxiOptions options)
    {
        var states = TaxiState.ObservationCount * (options.Fickle ? 2 : 1);
        var start = new double[states];
        for (var index = 0; index < states; index++)
        {
            var state = TaxiState.At(index);
            if (state.MayChangeMind == options.Fickle && state.Passenger != TaxiState.InTaxi && state.Passenger != state.Destination)
                start[index] = 1.0 / (25 * 4 * 3);
        }

        return new TabularModel(start, Actions, Outcomes);

        IEnumerable<TabularOutcome> Outcomes(int index, int action)
        {
            var state = TaxiState.At(index);
            if (options.MaskUseless && !IsUseful(state, action)) return [];
            return action < PickUp ? Drive(options, state, action) : [action == PickUp ? Board(state) : Alight(state)];
        }
    }

    /// <summary>Whether the action can change anything.</summary>
    internal static bool IsUseful(TaxiState state, int action) => action switch
    {
        < PickUp => Move(state.Cell, action) != state.Cell,
        PickUp => state.Passenger != TaxiState.InTaxi && TaxiState.Places[state.Passenger] == state.Cell,
        _ => state.Passenger == TaxiState.InTaxi && TaxiState.Places.Contains(state.Cell),
    };

    private static List<TabularOutcome> Drive(TaxiOptions options, TaxiState state, int heading)
    {
        var outcomes = new List<TabularOutcome>();
        // A taxi that a wall stops does not drift either.
        var straight = Move(state.Cell, heading);
        var ahead = options.Rainy && straight != state.Cell ? options.RainyProbability : 1;
        Arrive(straight, ahead);
        if (ahead == 1) return outcomes;
        Arrive(Move(state.Cell, s_sides[heading].Left), (1 - ahead) / 2);
        Arrive(Move(state.Cell, s_sides[heading].Right), (1 - ahead) / 2);
        return outcomes;

        void Arrive(int cell, double probability)
        {
            var there = state with { Cell = cell };
            var decides = state.MayChangeMind && state.Passenger == TaxiState.InTaxi && cell != state.Cell;
            if (decides) there = there with { MayChangeMind = false };
            outcomes.Add(new TabularOutcome(decides ? probability * (1 - options.FickleProbability) : probability, there.Index, -1, false));
            for (var place = 0; decides && place < TaxiState.Places.Length; place++)
            {
                if (place != state.Destination)
                    outcomes.Add(new TabularOutcome(probability * options.FickleProbability / 3, (there with { Destination = place }).Index, -1, false));
            }
        }
    }

    private static TabularOutcome Board(TaxiState state) => IsUseful(state, PickUp)
        ? new TabularOutcome(1, (state with { Passenger = TaxiState.InTaxi }).Index, -1, false)
        : new TabularOutcome(1, state.Index, -10, false);

    private static TabularOutcome Alight(TaxiState state)
    {
        if (!IsUseful(state, SetDown)) return new TabularOutcome(1, state.Index, -10, false);
        var place = TaxiState.Places.IndexOf(state.Cell);
        var arrived = place == state.Destination;
        return new TabularOutcome(1, (state with { Passenger = place }).Index, arrived ? 20 : -1, arrived);
    }

    private static int Move(int cell, int heading)
    {
        var to = s_shape.Move(cell, s_moves[heading]);
        var blocked = heading switch { Right => s_walls.Contains(cell), Left => s_walls.Contains(to), _ => false };
        return blocked ? cell : to;
    }
}
