namespace MarlRec.Networks;

/// <summary>Sequences of ids, padded to one length. Thread safety: <em>immutable</em> while the memory behind the spans is.</summary>
public readonly ref struct SequenceBatch
{
    /// <summary>Sequences over the caller's memory.</summary>
    /// <param name="ids">B · T ids, row-major; those past a row's length are ignored, but must be valid ids.</param>
    /// <param name="lengths">B lengths, each in [0, T].</param>
    /// <param name="time">T, at least 1.</param>
    /// <exception cref="ArgumentException">The number of ids is not B · T.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or <paramref name="time"/> is out of range.</exception>
    public SequenceBatch(ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths, int time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, 1);
        if (ids.Length != (long)lengths.Length * time)
            throw new ArgumentException($"ids has {ids.Length} entries, but {lengths.Length} lengths times time {time} were expected.", nameof(ids));
        for (var i = 0; i < lengths.Length; i++)
            if ((uint)lengths[i] > (uint)time) throw new ArgumentOutOfRangeException(nameof(lengths), lengths[i], $"lengths[{i}] must be in [0, {time}].");
        Ids = ids;
        Lengths = lengths;
        Time = time;
    }

    /// <summary>Ids [B, T].</summary>
    public ReadOnlySpan<int> Ids { get; }

    /// <summary>Lengths [B].</summary>
    public ReadOnlySpan<int> Lengths { get; }

    /// <summary>B.</summary>
    public int Batch => Lengths.Length;

    /// <summary>T.</summary>
    public int Time { get; }
}
