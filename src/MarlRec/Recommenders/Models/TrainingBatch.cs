namespace MarlRec.Recommenders.Models;

/// <summary>Sequences laid side by side, [B, T], and which of their states predict what.</summary>
internal sealed class TrainingBatch
{
    private TrainingBatch(int[] ids, int[] lengths, int[] rows, int[] targets)
    {
        (Ids, Lengths, Rows, Targets) = (ids, lengths, rows, targets);
        Weights = new float[targets.Length];
        Array.Fill(Weights, 1);
    }

    internal int Time => Ids.Length / Lengths.Length;

    internal int[] Ids { get; }

    internal int[] Lengths { get; }

    /// <summary>Rows of the states [B · T] that predict, [N].</summary>
    internal int[] Rows { get; }

    /// <summary>What they predict, [N].</summary>
    internal int[] Targets { get; }

    internal float[] Weights { get; }

    /// <summary>Every state predicts the event after it.</summary>
    internal static TrainingBatch OfWindows(List<ArraySegment<int>> windows, int first, int count)
    {
        var time = 0;
        var total = 0;
        for (var b = 0; b < count; b++)
        {
            time = Math.Max(time, windows[first + b].Count - 1);
            total += windows[first + b].Count - 1;
        }

        var (ids, lengths, rows, targets) = (new int[count * time], new int[count], new int[total], new int[total]);
        var n = 0;
        for (var b = 0; b < count; b++)
        {
            var window = windows[first + b].AsSpan();
            lengths[b] = window.Length - 1;
            window[..^1].CopyTo(ids.AsSpan(b * time));
            for (var t = 0; t < lengths[b]; t++) (rows[n], targets[n++]) = (b * time + t, window[t + 1]);
        }

        return new TrainingBatch(ids, lengths, rows, targets);
    }

    /// <summary>The last state of each text predicts its item.</summary>
    internal static TrainingBatch OfTexts(IReadOnlyList<TextExamples.Example> examples, int first, int count)
    {
        var time = 0;
        for (var b = 0; b < count; b++) time = Math.Max(time, examples[first + b].Words.Length);
        var (ids, lengths, rows, targets) = (new int[count * time], new int[count], new int[count], new int[count]);
        for (var b = 0; b < count; b++)
        {
            var words = examples[first + b].Words;
            words.CopyTo(ids, b * time);
            (lengths[b], rows[b], targets[b]) = (words.Length, b * time + words.Length - 1, examples[first + b].Item);
        }

        return new TrainingBatch(ids, lengths, rows, targets);
    }
}
