using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// What a <see cref="BertEncoder"/>'s layers read: the sum of a token's, a place's and a segment's vector, normalised. Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>Parameters are called <c>word.weight</c>, <c>position.weight</c>, <c>segment.weight</c>, <c>norm.weight</c> and <c>norm.bias</c>.</remarks>
public sealed class BertEmbeddings : Module
{
    private readonly Dropout _dropout;

    /// <summary>Tables of fresh vectors.</summary>
    /// <param name="configuration">Sizes.</param>
    /// <param name="random">Draws the vectors.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public BertEmbeddings(BertConfiguration configuration, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(random);
        configuration.Validate();
        _dropout = new Dropout(configuration.Dropout);
        Words = Register("word", new Embedding(configuration.Vocabulary, configuration.Size, random));
        Places = Register("position", new LearnedPositions(configuration.Positions, configuration.Size, random));
        Segments = Register("segment", new Embedding(configuration.Segments, configuration.Size, random));
        Norm = Register("norm", new LayerNorm(configuration.Size, configuration.Epsilon));
    }

    /// <summary>The tokens' vectors, [V, D].</summary>
    public Embedding Words { get; }

    /// <summary>The places' vectors, [P, D].</summary>
    public LearnedPositions Places { get; }

    /// <summary>The segments' vectors, [S, D].</summary>
    public Embedding Segments { get; }

    /// <summary>The norm of their sum.</summary>
    public LayerNorm Norm { get; }

    /// <summary>Looks token sequences up.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="ids">Tokens [B, T] in [0, V).</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="segments">The segment of each token [B, T], in [0, S). Empty for segment 0 everywhere.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">B does not divide the number of ids, there are not as many segments, or T is above P.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id or segment is out of range, or B is below 1.</exception>
    public Variable Forward(Tape tape, ReadOnlySpan<int> ids, int batch, ReadOnlySpan<int> segments = default, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (ids.Length % batch != 0) throw new ArgumentException($"{ids.Length} ids are not {batch} rows of equal length.", nameof(ids));
        if (!segments.IsEmpty && segments.Length != ids.Length)
            throw new ArgumentException($"segments has {segments.Length} entries, but there are {ids.Length} ids.", nameof(segments));
        var time = ids.Length / batch;
        var sum = Places.Forward(tape, Words.Forward(tape, ids, batch, time));
        sum = segments.IsEmpty
            ? tape.AddBias(sum, tape.Reshape(tape.ParameterRows(Segments.Weight, 0, 1), Segments.Size))
            : tape.Add(sum, Segments.Forward(tape, segments, batch, time));
        return _dropout.Forward(tape, Norm.Forward(tape, sum), random);
    }
}
