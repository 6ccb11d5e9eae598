using System.Buffers;
using MarlRec.Networks;

namespace MarlRec.Encoders;

/// <summary>
/// What a decoder reads and is to say at each step when it is taught: it reads a beginning and the tokens so far, and says the next token or the end. The
/// arrays are rented. Thread safety: <em>single owner</em>.
/// </summary>
internal readonly ref struct TargetSteps
{
    private readonly int[] _read, _said;
    private readonly float[] _weights;
    private readonly int _batch;

    internal TargetSteps(SequenceBatch targets, int? end)
    {
        _batch = targets.Batch;
        Time = Count(targets, end);
        int time = targets.Time, rows = checked(_batch * Time);
        _read = ArrayPool<int>.Shared.Rent(rows);
        _said = ArrayPool<int>.Shared.Rent(rows);
        _weights = ArrayPool<float>.Shared.Rent(rows);
        for (var b = 0; b < _batch; b++)
        {
            var tokens = targets.Ids.Slice(b * time, time);
            var length = targets.Lengths[b];
            tokens[..(Time - 1)].CopyTo(_read.AsSpan(b * (Time - 1)));
            var said = _said.AsSpan(b * Time, Time);
            said.Clear();
            tokens[..length].CopyTo(said);
            if (end is { } id) said[length] = id;
            var steps = length + (end is null ? 0 : 1);
            _weights.AsSpan(b * Time, steps).Fill(1);
            _weights.AsSpan(b * Time + steps, Time - steps).Clear();
        }
    }

    /// <summary>T', how many steps there are: one more than targets have, where a sequence has an end.</summary>
    internal int Time { get; }

    /// <summary>[B, T' − 1], what is read after the beginning.</summary>
    internal ReadOnlySpan<int> Read => _read.AsSpan(0, _batch * (Time - 1));

    /// <summary>[B, T'], what is said.</summary>
    internal ReadOnlySpan<int> Said => _said.AsSpan(0, _batch * Time);

    /// <summary>[B, T'], 1 where something is said.</summary>
    internal ReadOnlySpan<float> Weights => _weights.AsSpan(0, _batch * Time);

    internal static int Count(SequenceBatch targets, int? end) => end is null ? targets.Time : targets.Time + 1;

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_read);
        ArrayPool<int>.Shared.Return(_said);
        ArrayPool<float>.Shared.Return(_weights);
    }
}
