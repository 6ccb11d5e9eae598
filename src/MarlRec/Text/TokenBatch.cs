namespace MarlRec.Text;

/// <summary>
/// A batch of token sequences: ids[B,T] row by row, and the length of each row. What follows a row's length is <see cref="Vocabulary.PadId"/>.
/// A row may have length 0 (a text without known or unknown words).
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class TokenBatch
{
    private readonly int[] _ids;
    private readonly int[] _lengths;

    private TokenBatch(int time, int[] ids, int[] lengths)
    {
        Time = time;
        _ids = ids;
        _lengths = lengths;
    }

    /// <summary>B, the number of rows; may be 0.</summary>
    public int Batch => _lengths.Length;

    /// <summary>T, the columns of every row; at least 1.</summary>
    public int Time { get; }

    /// <summary>Ids [B,T], row-major.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>Lengths [B], each in [0, T].</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>One row without its padding.</summary>
    /// <param name="row">In [0, B).</param>
    /// <returns>As many ids as the row's length.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is out of range.</exception>
    public ReadOnlySpan<int> Sequence(int row) => (uint)row < (uint)_lengths.Length
        ? _ids.AsSpan(row * Time, _lengths[row])
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"row must be in [0, {_lengths.Length}).");

    /// <summary>Pads sequences at the end to the same length.</summary>
    /// <param name="sequences">Ids of each row, none negative.</param>
    /// <param name="time">T; no sequence may be longer.</param>
    /// <returns>The batch; the ids are copied.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sequences"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A sequence is too long or holds a negative id, or B·T is more than an array can hold.</exception>
    public static TokenBatch FromSequences(IReadOnlyList<int[]> sequences, int time)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var ids = Allocate(sequences.Count, time, nameof(sequences));
        var lengths = new int[sequences.Count];
        for (var row = 0; row < lengths.Length; row++)
        {
            var sequence = sequences[row] ?? throw new ArgumentNullException(nameof(sequences), $"sequences[{row}] is null.");
            if (sequence.Length > time) throw new ArgumentException($"sequences[{row}] has length {sequence.Length}, but at most {time} was expected.", nameof(sequences));
            foreach (var id in sequence)
                if (id < 0) throw new ArgumentException($"sequences[{row}] holds the id {id}, but ids must not be negative.", nameof(sequences));
            sequence.CopyTo(ids, row * time);
            lengths[row] = sequence.Length;
        }

        return new TokenBatch(time, ids, lengths);
    }

    private static int[] Allocate(int batch, int time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, 1);
        if ((long)batch * time > Array.MaxLength) throw new ArgumentException($"{batch} rows of {time} ids do not fit an array.", name);
        return new int[batch * time];
    }
}
