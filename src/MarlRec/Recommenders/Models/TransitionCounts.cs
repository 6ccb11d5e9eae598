using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// A count model of what follows what: <c>score(a | h) = Σ_j w_j · log(1 + C(h_j → a) · V/τ)</c>, where C adds d^−p for
/// every a that follows an event at distance d ≤ W, and w decays with an event's age.
/// </summary>
/// <remarks>
/// <para>The form is that of the count probe in "Sequential capacity probes" (RecSys 2026), which beats published transformers on sparse data, without its popularity
/// term: <see cref="Popularity"/> is blended in by the ranker. Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class TransitionCounts : IRanker
{
    private readonly TransitionCountsOptions _options;
    private readonly int[] _starts;
    private readonly int[] _followers;
    private readonly float[] _counts;
    private readonly float[] _evidence;
    private readonly float[] _popularity;

    private TransitionCounts(TransitionCountsOptions options, int[] starts, int[] followers, float[] counts, float[] popularity)
    {
        (_options, _starts, _followers, _counts, _popularity) = (options, starts, followers, counts, popularity);
        var scale = ItemCount / options.Scale;
        _evidence = new float[counts.Length];
        for (var i = 0; i < counts.Length; i++) _evidence[i] = (float)Math.Log(1 + counts[i] * scale);
    }

    /// <inheritdoc />
    public int ItemCount => _starts.Length - 1;

    internal TransitionCountsOptions Options => _options;

    internal ReadOnlySpan<int> Starts => _starts;

    internal ReadOnlySpan<int> Followers => _followers;

    internal ReadOnlySpan<float> Counts => _counts;

    /// <summary>log((f + 1)/(N + V)) of each item, [V].</summary>
    public ReadOnlySpan<float> Popularity => _popularity;

    /// <summary>Counts the transitions of a set of sequences.</summary>
    /// <param name="sequences">Each user's items, oldest first; every item in 0 … <paramref name="itemCount"/> − 1.</param>
    /// <param name="itemCount">V, at least 1.</param>
    /// <param name="options">Window, decay and weights.</param>
    /// <param name="cancellationToken">Checked once a sequence.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TransitionCounts Fit(IReadOnlyList<int[]> sequences, int itemCount, TransitionCountsOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(itemCount, 1);
        options.Validate();
        var weights = new float[options.Window + 1];
        for (var d = 1; d <= options.Window; d++) weights[d] = (float)Math.Pow(d, -options.DistancePower);
        var rows = new Dictionary<int, float>[itemCount];
        var frequencies = new double[itemCount];
        double total = 0;
        foreach (var sequence in sequences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < sequence.Length; i++)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(sequence[i], nameof(sequences));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence[i], itemCount, nameof(sequences));
                frequencies[sequence[i]]++;
                total++;
                for (var d = 1; d <= options.Window && d <= i; d++)
                {
                    if (sequence[i - d] == sequence[i]) continue;
                    var row = rows[sequence[i - d]] ??= [];
                    row[sequence[i]] = row.GetValueOrDefault(sequence[i]) + weights[d];
                }
            }
        }

        var popularity = new float[itemCount];
        for (var item = 0; item < itemCount; item++) popularity[item] = (float)Math.Log((frequencies[item] + 1) / (total + itemCount));
        return Freeze(rows, popularity, options);
    }

    internal static TransitionCounts Restore(TransitionCountsOptions options, int[] starts, int[] followers, float[] counts, float[] popularity) =>
        new(options, starts, followers, counts, popularity);

    /// <inheritdoc />
    public void Score(ReadOnlySpan<int> history, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        scores.Clear();
        var voices = Math.Min(history.Length, _options.HistoryLength);
        double norm = 0;
        for (var j = 0; j < voices; j++) norm += Math.Pow(_options.HistoryDecay, j);
        for (var j = 0; j < voices; j++)
        {
            var weight = (float)(Math.Pow(_options.HistoryDecay, j) / norm);
            var from = history[history.Length - 1 - j];
            for (var entry = _starts[from]; entry < _starts[from + 1]; entry++) scores[_followers[entry]] += weight * _evidence[entry];
        }
    }

    private static TransitionCounts Freeze(Dictionary<int, float>[] rows, float[] popularity, TransitionCountsOptions options)
    {
        var starts = new int[rows.Length + 1];
        for (var item = 0; item < rows.Length; item++) starts[item + 1] = starts[item] + (rows[item]?.Count ?? 0);
        var followers = new int[starts[^1]];
        var counts = new float[starts[^1]];
        for (var item = 0; item < rows.Length; item++)
        {
            if (rows[item] is not { } row) continue;
            var slice = followers.AsSpan(starts[item], row.Count);
            row.Keys.CopyTo(followers, starts[item]);
            slice.Sort();
            for (var i = 0; i < slice.Length; i++) counts[starts[item] + i] = row[slice[i]];
        }

        return new TransitionCounts(options, starts, followers, counts, popularity);
    }
}
