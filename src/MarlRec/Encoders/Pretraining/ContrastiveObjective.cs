using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Texts that belong together get near vectors: in a batch of B pairs each left side picks its right one among all B by a softmax over cosines, and each right
/// side its left one (van den Oord et al., "Representation Learning with Contrastive Predictive Coding", 2018; Gao et al., "SimCSE", EMNLP 2021; both directions as in
/// Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021, with a fixed temperature).
/// </summary>
/// <remarks>
/// Another pair's side does not count as a wrong partner if it is about the same thing as either side of the own pair that would make it right: so an item that is in a batch twice is
/// not pushed away from itself. The larger the batch, the harder the task. Thread safety: <em>single owner</em>.
/// </remarks>
public sealed class ContrastiveObjective : IPretrainingObjective
{
    private readonly ContrastiveOptions _options;
    private readonly SequenceRows _left = new(), _right = new();
    private TextPair[] _pairs = [];
    private bool[] _mask = [], _flipped = [];
    private int[] _own = [];

    /// <summary>An objective over pairs.</summary>
    /// <param name="left">Reads the left sides.</param>
    /// <param name="right">Reads the right sides: another encoder of the same width, or the same one.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentNullException">An argument without a default is null.</exception>
    /// <exception cref="ArgumentException">The encoders differ in width, or read less than <see cref="ContrastiveOptions.MaximumLength"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public ContrastiveObjective(TokenEncoder left, TokenEncoder right, IPairSource pairs, ContrastiveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(pairs);
        _options = options ?? new ContrastiveOptions();
        _options.Validate();
        if (left.Size != right.Size) throw new ArgumentException($"The right encoder's vectors have {right.Size} elements, but the left one's have {left.Size}.", nameof(right));
        ObjectiveParts.RequireLength(left, _options.MaximumLength, nameof(left));
        ObjectiveParts.RequireLength(right, _options.MaximumLength, nameof(right));
        (Left, Right, Pairs) = (left, right, pairs);
        Parameters = ReferenceEquals(left, right) ? ObjectiveParts.Parameters(("encoder", left)) : ObjectiveParts.Parameters(("left", left), ("right", right));
    }

    /// <summary>Reads the left sides.</summary>
    public TokenEncoder Left { get; }

    /// <summary>Reads the right sides.</summary>
    public TokenEncoder Right { get; }

    /// <summary>The pairs.</summary>
    public IPairSource Pairs { get; }

    /// <inheritdoc/>
    public int ExampleCount => Pairs.Count;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <inheritdoc/>
    /// <remarks>Targets are counted in both directions: two for each pair.</remarks>
    public ObjectiveResult Record(Tape tape, ReadOnlySpan<int> examples, RandomStream? random)
    {
        ObjectiveParts.Check(tape, examples, ExampleCount);
        var count = examples.Length;
        ObjectiveParts.Room(ref _pairs, count);
        for (var i = 0; i < count; i++)
            _pairs[i] = Pairs.Draw(examples[i], random is null ? ObjectiveParts.Evaluation(examples[i]) : random.Fork("pair", examples[i]));
        Fill(_left, count, left: true);
        Fill(_right, count, left: false);
        Mask(count);
        var x = tape.NormalizeRows(Left.ForwardPooled(tape, _left.Batch, random));
        var y = tape.NormalizeRows(Right.ForwardPooled(tape, _right.Batch, random));
        var right = 0;
        var one = Choose(tape, x, y, _mask, ref right);
        var other = Choose(tape, y, x, _flipped, ref right);
        return new ObjectiveResult(tape.Scale(tape.Mean(tape.Add(one, other)), -0.5f), 2 * count, right);
    }

    // log P of the own partner, [B].
    private Variable Choose(Tape tape, Variable from, Variable to, bool[] mask, ref int right)
    {
        var count = from.Shape[0];
        var cosines = tape.Scale(tape.Linear(from, to), (float)(1 / _options.Temperature));
        var logP = tape.MaskedLogSoftmax(cosines, mask.AsSpan(0, count * count));
        var values = logP.Value;
        for (var i = 0; i < count; i++)
        {
            var above = false;
            for (var j = 0; j < count; j++) above |= !(values[i * count + j] <= values[i * count + i]);
            if (!above) right++;
        }

        return tape.GatherColumns(logP, _own.AsSpan(0, count));
    }

    private void Fill(SequenceRows rows, int count, bool left)
    {
        var time = 1;
        for (var i = 0; i < count; i++) time = Math.Max(time, Cut(_pairs[i], left).Length);
        rows.Resize(count, time);
        for (var i = 0; i < count; i++)
        {
            var text = Cut(_pairs[i], left).Span;
            text.CopyTo(rows.Ids[(i * time)..]);
            rows.Lengths[i] = text.Length;
        }
    }

    private ReadOnlyMemory<int> Cut(TextPair pair, bool left)
    {
        var text = left ? pair.Left : pair.Right;
        return text[..Math.Min(text.Length, _options.MaximumLength)];
    }

    private void Mask(int count)
    {
        ObjectiveParts.Room(ref _mask, checked(count * count));
        ObjectiveParts.Room(ref _flipped, count * count);
        ObjectiveParts.Room(ref _own, count);
        for (var i = 0; i < count; i++)
        {
            _own[i] = i;
            for (var j = 0; j < count; j++)
                _mask[i * count + j] = _flipped[j * count + i] = i == j || !Agree(_pairs[i], _pairs[j]);
        }
    }

    // Whether one pair's left side and another's right side may well belong together.
    private static bool Agree(TextPair left, TextPair right) =>
        left.LeftKey == right.RightKey || left.LeftKey == right.LeftKey || left.RightKey == right.RightKey;
}
