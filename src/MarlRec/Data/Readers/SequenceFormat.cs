namespace MarlRec.Data.Readers;

/// <summary>How a file with a user a line is written.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record SequenceFormat
{
    /// <summary>User and items separated by spaces or tabs, −1 for an unknown item, every event a click.</summary>
    public static SequenceFormat Default { get; } = new();

    /// <summary>The characters that separate ids, in runs of any length; space and tab by default.</summary>
    public string Separators { get; init; } = " \t";

    /// <summary>What stands for an item that is not known, which is left out but keeps its place in time; "-1" by default, null for none.</summary>
    public string? UnknownMarker { get; init; } = "-1";

    /// <summary>What each event is; <see cref="EventKind.Click"/> by default.</summary>
    public EventKind Kind { get; init; } = EventKind.Click;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">There is no separator, or a line end among them, or the marker is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not a named one.</exception>
    public void Validate()
    {
        if (string.IsNullOrEmpty(Separators) || Separators.AsSpan().IndexOfAny('\r', '\n') >= 0)
            throw new ArgumentException("Separators must hold at least one character and no line end.", nameof(Separators));
        if (UnknownMarker is { Length: 0 }) throw new ArgumentException("UnknownMarker must be null or hold at least one character.", nameof(UnknownMarker));
        if ((uint)Kind > (uint)EventKind.Skip) throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Kind must be one of the named event kinds.");
    }
}
