namespace MarlRec.Environments.Grid;

/// <summary>Where taxi and passenger are and where the passenger wants to go. Thread safety: <em>immutable</em>.</summary>
/// <param name="Cell">The taxi's cell, of 5 × 5.</param>
/// <param name="Passenger">The place where the passenger waits, or <see cref="InTaxi"/>.</param>
/// <param name="Destination">The place where the passenger wants to go.</param>
/// <param name="MayChangeMind">Whether a fickle passenger has not yet been driven.</param>
internal readonly record struct TaxiState(int Cell, int Passenger, int Destination, bool MayChangeMind)
{
    internal const int InTaxi = 4;

    /// <summary>How many observations there are; they do not show <see cref="MayChangeMind"/>.</summary>
    internal const int ObservationCount = 25 * 5 * 4;

    private static readonly int[] s_places = [0, 4, 20, 23];

    /// <summary>The cells of red, green, yellow and blue.</summary>
    internal static ReadOnlySpan<int> Places => s_places;

    internal int Observation => (Cell * 5 + Passenger) * 4 + Destination;

    /// <summary>The number of the state: who may change their mind stands behind who may not.</summary>
    internal int Index => Observation + (MayChangeMind ? ObservationCount : 0);

    internal static TaxiState At(int index)
    {
        var observation = index % ObservationCount;
        return new TaxiState(observation / 20, observation / 4 % 5, observation % 4, index >= ObservationCount);
    }
}
