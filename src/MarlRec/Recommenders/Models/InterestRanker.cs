using MarlRec.Data;
using MarlRec.Encoders;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// The first ranker: an LSTM over the history predicts the next item, and what it says is blended with counted transitions and popularity; an LSTM over words does the same
/// for a text, blended with how the words match the items' texts.
/// </summary>
/// <remarks>
/// Scores are standardised over the catalogue (mean 0, deviation 1) before they are blended, and the blend is chosen on the last event of each history. Thread
/// safety: <em>immutable</em> once fitted.
/// </remarks>
internal sealed class InterestRanker : IRanker
{
    private readonly InterestRankerOptions _options;
    private readonly TextMatch? _match;
    private readonly float[] _unitVectors;
    private readonly float[] _popularity;

    internal InterestRanker(InterestRankerOptions options, LstmEncoder behaviour, LstmEncoder? text, TextMatch? match, Parameter bias, float[] vectors, TransitionCounts transitions, ScoreBlend blend)
    {
        (_options, Behaviour, Text, _match, Bias, Transitions, Blend) = (options, behaviour, text, match, bias, transitions, blend);
        _unitVectors = vectors;
        _popularity = transitions.Popularity.ToArray();
        Standardise(_popularity);
    }

    /// <inheritdoc />
    public int ItemCount => Transitions.ItemCount;

    internal int Size => Behaviour.Size;

    internal LstmEncoder Behaviour { get; }

    internal LstmEncoder? Text { get; }

    internal Parameter Bias { get; }

    internal TransitionCounts Transitions { get; }

    /// <summary>How the parts are added up.</summary>
    internal ScoreBlend Blend { get; }

    /// <summary>Log-popularity, standardised over the catalogue, [V].</summary>
    internal ReadOnlySpan<float> Popularity => _popularity;

    private ReadOnlySpan<float> Table => Behaviour.Embedding.Weight.Value.Span;

    /// <summary>Every item's vector, [V, D].</summary>
    internal ReadOnlySpan<float> UnitVectors => _unitVectors;

    /// <summary>An item's vector at unit length: near for items that share an audience.</summary>
    internal ReadOnlySpan<float> UnitVector(int item) => _unitVectors.AsSpan(item * Size, Size);

    /// <summary>The state of a user with this history; only the newest events are read, as many as the encoder was trained on.</summary>
    internal UserState StateOf(ReadOnlySpan<int> history) => StateOf(history, UserState.Empty(Size));

    /// <summary>The state of a user with this history, who keeps what is known of its dislikes and of its feedback.</summary>
    internal UserState StateOf(ReadOnlySpan<int> history, UserState known)
    {
        var (hidden, cell) = (new float[Size], new float[Size]);
        var newest = history[Math.Max(0, history.Length - _options.SequenceLength)..];
        foreach (var item in newest) Behaviour.Step(item, hidden, cell);
        return new UserState { History = history.ToArray(), TurnedDown = known.TurnedDown, Hidden = hidden, Cell = cell, Residual = known.Residual, Events = known.Events };
    }

    /// <summary>The state after one more event. The encoder goes on from where it is, past the length of its training windows: that costs one step, however long the history.</summary>
    internal UserState Next(UserState state, Change change)
    {
        var (hidden, cell) = (state.Hidden, state.Cell);
        if (change.Consumed)
        {
            (hidden, cell) = ([.. hidden], [.. cell]);
            Behaviour.Step(change.Item, hidden, cell);
        }

        return new UserState
        {
            History = change.Consumed ? [.. state.History, change.Item] : state.History,
            TurnedDown = TurnedDownAfter(state.TurnedDown, change),
            Hidden = hidden,
            Cell = cell,
            Residual = Pushed(state.Residual, change.Item, change.Weight),
            Events = state.Events + 1,
        };
    }

    private static int[] TurnedDownAfter(int[] before, Change change)
    {
        var listed = before.AsSpan().Contains(change.Item);
        if (change.TurnedDown) return listed ? before : [.. before, change.Item];
        return listed && change.Weight > 0 ? Array.FindAll(before, item => item != change.Item) : before;
    }

    /// <inheritdoc />
    public void Score(ReadOnlySpan<int> history, Span<float> scores) => Score(StateOf(history), words: [], scores);

    /// <summary>Scores every item for a user and, where words are given, for what they say.</summary>
    internal void Score(UserState state, ReadOnlySpan<int> words, Span<float> scores)
    {
        Throw.IfLengthDiffers(scores.Length, ItemCount, nameof(scores));
        var speaks = Text is not null && !words.IsEmpty;
        if (state.History.Length == 0 && !speaks) _popularity.CopyTo(scores);
        else if (state.History.Length == 0) ScoreText(words, scores);
        else ScoreHistory(state, speaks ? words : [], scores);
        if (state.Residual.AsSpan().ContainsAnyExcept(0f))
            for (var item = 0; item < scores.Length; item++) scores[item] += RowKernels.Dot(state.Residual, UnitVector(item));
    }

    /// <summary>x: what the encoder makes of the history, of the words, or of both.</summary>
    internal void WriteInterest(UserState state, ReadOnlySpan<int> words, Span<float> interest)
    {
        if (Text is null || words.IsEmpty)
        {
            state.Hidden.CopyTo(interest);
            return;
        }

        Text.Encode(words, interest);
        if (state.History.Length == 0) return;
        for (var i = 0; i < interest.Length; i++) interest[i] = 0.5f * (interest[i] + state.Hidden[i]);
    }

    /// <summary>The encoder's standardised scores and the counts', apart: for choosing the blend.</summary>
    internal void ScoreParts(ReadOnlySpan<int> history, Span<float> encoder, Span<float> counts)
    {
        Dot(StateOf(history).Hidden, encoder);
        Transitions.Score(history, counts);
        Standardise(counts);
    }

    internal static void Normalise(Span<float> vector)
    {
        var norm = MathF.Sqrt(RowKernels.Dot(vector, vector));
        if (norm > 0) foreach (ref var value in vector) value /= norm;
    }

    private void ScoreText(ReadOnlySpan<int> words, Span<float> scores)
    {
        // With no history at all, what most users like breaks the ties between items that the words fit equally.
        const float popularityShare = 0.2f;
        TextScores(words, scores);
        for (var item = 0; item < scores.Length; item++) scores[item] += popularityShare * _popularity[item];
    }

    private void ScoreHistory(UserState state, ReadOnlySpan<int> words, Span<float> scores)
    {
        var other = new float[scores.Length];
        Dot(state.Hidden, scores);
        Transitions.Score(state.History, other);
        Standardise(other);
        for (var item = 0; item < scores.Length; item++) scores[item] = Blend.Of(scores[item], other[item], _popularity[item]);
        if (words.IsEmpty) return;
        TextScores(words, other);
        for (var item = 0; item < scores.Length; item++) scores[item] = 0.5f * scores[item] + other[item];
    }

    private void TextScores(ReadOnlySpan<int> words, Span<float> scores)
    {
        Span<float> interest = stackalloc float[Size];
        Text!.Encode(words, interest);
        Dot(interest, scores);
        var match = new float[scores.Length];
        _match!.Score(words, match);
        Standardise(match);
        // The sum, not the mean: what somebody says outright weighs more than what is inferred from clicks.
        for (var item = 0; item < scores.Length; item++) scores[item] += match[item];
    }

    private void Dot(ReadOnlySpan<float> interest, Span<float> scores)
    {
        var bias = Bias.Value.Span;
        for (var item = 0; item < scores.Length; item++) scores[item] = bias[item] + RowKernels.Dot(Table.Slice(item * Size, Size), interest);
        Standardise(scores);
    }

    private float[] Pushed(float[] residual, int item, float weight)
    {
        var rate = (float)(_options.ResidualRate * _options.ResidualBound * Math.Tanh(weight));
        if (rate == 0) return residual;
        var pushed = new float[residual.Length];
        var vector = UnitVector(item);
        for (var i = 0; i < pushed.Length; i++) pushed[i] = residual[i] + rate * vector[i];
        var (norm, bound) = (MathF.Sqrt(RowKernels.Dot(pushed, pushed)), (float)_options.ResidualBound);
        if (norm > bound) for (var i = 0; i < pushed.Length; i++) pushed[i] *= bound / norm;
        return pushed;
    }

    private static void Standardise(Span<float> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values) sum += value;
        var mean = sum / values.Length;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        var scale = squares > 0 ? 1 / Math.Sqrt(squares / values.Length) : 0;
        foreach (ref var value in values) value = (float)((value - mean) * scale);
    }
}
