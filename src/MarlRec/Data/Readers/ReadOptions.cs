namespace MarlRec.Data.Readers;

/// <summary>How readers treat bad lines, duplicates and unknown ids.</summary>
/// <remarks>Thread safety: <em>immutable</em>, given that its id maps are frozen.</remarks>
public sealed record ReadOptions
{
    /// <summary>The first malformed line throws.</summary>
    public static ReadOptions Strict { get; } = new();

    /// <summary>Malformed lines are left out and counted.</summary>
    public static ReadOptions Lenient { get; } = new() { Mode = ReadMode.Lenient };

    /// <summary>What to do with a malformed line; <see cref="ReadMode.Strict"/> by default.</summary>
    public ReadMode Mode { get; init; }

    /// <summary>What to do with a duplicate; <see cref="DuplicatePolicy.Keep"/> by default. Duplicates are counted always.</summary>
    public DuplicatePolicy Duplicates { get; init; }

    /// <summary>What to do with an unknown id; <see cref="UnknownIdPolicy.Drop"/> by default. Unknown ids are counted always.</summary>
    public UnknownIdPolicy UnknownIds { get; init; }

    /// <summary>The user ids to use: a frozen map makes every other id unknown, a growing one takes new ids (also from a file that turns out to be malformed), and so lets
    /// several files share their indices. Null, the default, for a new map that is frozen after reading.</summary>
    public IdMap? UserIds { get; init; }

    /// <summary>The item ids to use, as <see cref="UserIds"/>; often <see cref="ItemCatalog.Ids"/>.</summary>
    public IdMap? ItemIds { get; init; }

    /// <summary>How many issues the report describes, at least 0; 100 by default. All are counted.</summary>
    public int MaximumIssues { get; init; } = 100;

    /// <summary>The most characters of one field, at least 1; see <see cref="DelimitedFormat.MaximumFieldLength"/>. For sequences, which are one field a line, see
    /// <see cref="MaximumRecordLength"/>.</summary>
    public int MaximumFieldLength { get; init; } = 1 << 20;

    /// <summary>The most characters of one record, at least 1; see <see cref="DelimitedFormat.MaximumRecordLength"/>.</summary>
    public int MaximumRecordLength { get; init; } = 1 << 24;

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a named one, or a number is outside its range.</exception>
    public void Validate()
    {
        if (Mode is not (ReadMode.Strict or ReadMode.Lenient)) throw new ArgumentOutOfRangeException(nameof(Mode), Mode, "Mode must be a named value.");
        if (Duplicates is not (DuplicatePolicy.Keep or DuplicatePolicy.Drop or DuplicatePolicy.Reject))
            throw new ArgumentOutOfRangeException(nameof(Duplicates), Duplicates, "Duplicates must be a named value.");
        if (UnknownIds is not (UnknownIdPolicy.Drop or UnknownIdPolicy.Reject))
            throw new ArgumentOutOfRangeException(nameof(UnknownIds), UnknownIds, "UnknownIds must be a named value.");
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumIssues);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumFieldLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRecordLength, 1);
    }
}
