using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Classification: a label for each text, by a softmax over classes. With a pre-trained encoder this is fine-tuning (Devlin et al., "BERT", NAACL 2019; Howard and Ruder, ACL 2018): see
/// <see cref="FineTuning"/> for what keeps the encoder from forgetting. Thread safety: <em>single owner</em>.
/// </summary>
public sealed class LabelObjective : IPretrainingObjective
{
    private readonly LabelOptions _options;
    private readonly int[][] _texts;
    private readonly int[] _labels;
    private readonly SequenceRows _rows = new();
    private int[] _targets = [];

    /// <summary>An objective over labelled texts.</summary>
    /// <param name="head">Reads its encoder's pooled vectors.</param>
    /// <param name="texts">Token ids of each text; may be empty. Kept, and must not change.</param>
    /// <param name="labels">The class of each, in [0, C). Copied.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentNullException">An argument without a default, or a text, is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no texts, texts and labels differ in number, or the encoder reads less than <see cref="LabelOptions.MaximumLength"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, label or option is out of range.</exception>
    public LabelObjective(LabelHead head, IReadOnlyList<int[]> texts, IReadOnlyList<int> labels, LabelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        _options = options ?? new LabelOptions();
        _options.Validate();
        ObjectiveParts.RequireLength(head.Encoder, _options.MaximumLength, nameof(head));
        if (texts.Count == 0) throw new ArgumentException("texts is empty, but at least one was expected.", nameof(texts));
        Throw.IfLengthDiffers(labels.Count, texts.Count, nameof(labels));
        (Head, _texts, _labels) = (head, new int[texts.Count][], [.. labels]);
        Parameters = ObjectiveParts.Parameters(("encoder", head.Encoder), ("head", head));
        for (var i = 0; i < _texts.Length; i++)
        {
            _texts[i] = TextPiece.Require(texts, i, head.Encoder.Vocabulary);
            if ((uint)_labels[i] >= (uint)head.Classes) throw new ArgumentOutOfRangeException(nameof(labels), _labels[i], $"labels[{i}] must be in [0, {head.Classes}).");
        }
    }

    /// <summary>Reads its encoder's pooled vectors.</summary>
    public LabelHead Head { get; }

    /// <inheritdoc/>
    public int ExampleCount => _texts.Length;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <inheritdoc/>
    public ObjectiveResult Record(Tape tape, ReadOnlySpan<int> examples, RandomStream? random)
    {
        ObjectiveParts.Check(tape, examples, ExampleCount);
        var time = 1;
        foreach (var example in examples) time = Math.Max(time, Read(example).Length);
        _rows.Resize(examples.Length, time);
        var targets = ObjectiveParts.Room(ref _targets, examples.Length).AsSpan(0, examples.Length);
        for (var b = 0; b < examples.Length; b++)
        {
            var text = Read(examples[b]);
            text.CopyTo(_rows.Ids[(b * time)..]);
            _rows.Lengths[b] = text.Length;
            targets[b] = _labels[examples[b]];
        }

        var loss = Head.Loss(tape, _rows.Batch, targets, random, out var right);
        return new ObjectiveResult(loss, targets.Length, right);
    }

    private ReadOnlySpan<int> Read(int example) => _texts[example].AsSpan(0, Math.Min(_texts[example].Length, _options.MaximumLength));
}
