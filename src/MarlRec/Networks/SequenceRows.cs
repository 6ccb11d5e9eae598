namespace MarlRec.Networks;

/// <summary>Chosen rows of sequences, copied and cut to the longest of them. Its memory grows to the largest batch and stays. Thread safety: <em>single owner</em>.</summary>
internal sealed class SequenceRows
{
    private int[] _ids = [], _lengths = [];
    private int _count;

    /// <summary>T, at least 1.</summary>
    internal int Time { get; private set; } = 1;

    /// <summary>Ids [B, T] of the rows gathered last; they may be changed.</summary>
    internal Span<int> Ids => _ids.AsSpan(0, _count * Time);

    /// <summary>Lengths [B] of the rows gathered last; they may be changed.</summary>
    internal Span<int> Lengths => _lengths.AsSpan(0, _count);

    /// <summary>The rows gathered last.</summary>
    internal SequenceBatch Batch => new(Ids, Lengths, Time);

    /// <summary>Makes room for B rows of T ids, all padding.</summary>
    internal void Resize(int count, int time)
    {
        _count = count;
        Time = Math.Max(1, time);
        if (_ids.Length < checked(count * Time)) _ids = new int[count * Time];
        if (_lengths.Length < count) _lengths = new int[count];
        Ids.Clear();
        Lengths.Clear();
    }

    /// <summary>Takes rows of <paramref name="inputs"/>, in the given order.</summary>
    internal void Gather(SequenceBatch inputs, ReadOnlySpan<int> rows)
    {
        var time = 1;
        foreach (var row in rows) time = Math.Max(time, inputs.Lengths[row]);
        Resize(rows.Length, time);
        for (var i = 0; i < rows.Length; i++)
        {
            // All of a row, its padding included: that is as valid as the ids before it.
            inputs.Ids.Slice(rows[i] * inputs.Time, time).CopyTo(_ids.AsSpan(i * time));
            _lengths[i] = inputs.Lengths[rows[i]];
        }
    }
}
