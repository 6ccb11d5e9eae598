using System.Runtime.InteropServices;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Masked language modelling: some tokens of a text are hidden, replaced or just left, and predicted from all the others, before and after them (Devlin et al., "BERT: Pre-training of Deep
/// Bidirectional Transformers for Language Understanding", NAACL 2019; over items of a history: Sun et al., "BERT4Rec", CIKM 2019).
/// </summary>
/// <remarks>
/// What is chosen is drawn anew each time an example is read; when evaluating it is the same each time. Perplexity is that of a hidden token given its neighbours, not of a text. The
/// softmax runs over the token vectors that are read, so a row-sparse table is trained as a dense one. Thread safety: <em>single owner</em>.
/// </remarks>
public sealed class MaskedTokenObjective : IPretrainingObjective
{
    private readonly MaskedTokenOptions _options;
    private readonly TextPiece[] _pieces;
    private readonly bool[] _isSpecial; // [V]
    private readonly int[] _ordinary;
    private readonly SequenceRows _rows = new();
    private readonly List<int> _candidates = [], _places = [], _targets = [];

    /// <summary>An objective over texts.</summary>
    /// <param name="head">Predicts tokens from its encoder's states. The encoder must see what comes after a token too.</param>
    /// <param name="texts">Token ids of each text; kept, and must not change. Where all tokens are special there is nothing to predict, and the piece is left out.</param>
    /// <param name="options">How tokens are hidden.</param>
    /// <exception cref="ArgumentNullException">An argument or a text is null.</exception>
    /// <exception cref="ArgumentException">
    /// The encoder is causal or reads less than <see cref="MaskedTokenOptions.MaximumLength"/>, all tokens are special, or no text has an ordinary token.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An id or option is out of range.</exception>
    public MaskedTokenObjective(TokenHead head, IReadOnlyList<int[]> texts, MaskedTokenOptions options)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var encoder = head.Encoder;
        if (encoder.Body.IsCausal)
            throw new ArgumentException($"The encoder's states do not see what comes after a token; train it with {nameof(CausalTokenObjective)}, or use a body that is not causal.", nameof(head));
        ObjectiveParts.RequireLength(encoder, options.MaximumLength, nameof(head));
        (Head, _options) = (head, options);
        Parameters = ObjectiveParts.Parameters(("encoder", encoder), ("head", head));
        _isSpecial = new bool[encoder.Vocabulary];
        foreach (var id in options.SpecialIds.Append(options.MaskId))
        {
            if (id >= encoder.Vocabulary) throw new ArgumentOutOfRangeException(nameof(options), id, $"MaskId and SpecialIds must be in [0, {encoder.Vocabulary}).");
            _isSpecial[id] = true;
        }

        _ordinary = [.. Enumerable.Range(0, encoder.Vocabulary).Where(id => !_isSpecial[id])];
        if (_ordinary.Length == 0) throw new ArgumentException("All tokens of the vocabulary are special, so none can be predicted.", nameof(options));
        _pieces = [.. TextPiece.Cut(texts, encoder.Vocabulary, options.MaximumLength, overlap: 0).Where(HasOrdinary)];
        if (_pieces.Length == 0) throw new ArgumentException("No text has a token that is not special.", nameof(texts));
    }

    /// <summary>Predicts tokens from its encoder's states.</summary>
    public TokenHead Head { get; }

    /// <inheritdoc/>
    public int ExampleCount => _pieces.Length;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <inheritdoc/>
    public ObjectiveResult Record(Tape tape, ReadOnlySpan<int> examples, RandomStream? random)
    {
        ObjectiveParts.Check(tape, examples, ExampleCount);
        var time = 1;
        foreach (var example in examples) time = Math.Max(time, _pieces[example].Length);
        _rows.Resize(examples.Length, time);
        _places.Clear();
        _targets.Clear();
        for (var b = 0; b < examples.Length; b++)
        {
            var tokens = _pieces[examples[b]].Tokens;
            _rows.Lengths[b] = tokens.Length;
            tokens.CopyTo(_rows.Ids[(b * time)..]);
            Hide(b * time, tokens.Length, random is null ? ObjectiveParts.Evaluation(examples[b]) : random.Fork("mask", examples[b]));
        }

        var states = Head.Encoder.ForwardStates(tape, _rows.Batch, random);
        var loss = Head.Loss(tape, tape.GatherRows(states, CollectionsMarshal.AsSpan(_places)), CollectionsMarshal.AsSpan(_targets), out var right);
        return new ObjectiveResult(loss, _targets.Count, right);
    }

    // Chooses without replacement among the ordinary tokens of a row.
    private void Hide(int first, int length, RandomStream random)
    {
        _candidates.Clear();
        for (var place = first; place < first + length; place++)
            if (!_isSpecial[_rows.Ids[place]]) _candidates.Add(place);
        var chosen = Math.Max(1, (int)Math.Round(_options.Share * _candidates.Count, MidpointRounding.AwayFromZero));
        for (var i = 0; i < chosen; i++)
        {
            var other = i + random.Next(_candidates.Count - i);
            var place = _candidates[other];
            _candidates[other] = _candidates[i];
            ref var token = ref _rows.Ids[place];
            _places.Add(place);
            _targets.Add(token);
            var fate = random.NextDouble();
            if (fate < _options.MaskedShare) token = _options.MaskId;
            else if (fate < _options.MaskedShare + _options.ReplacedShare) token = _ordinary[random.Next(_ordinary.Length)];
        }
    }

    private bool HasOrdinary(TextPiece piece)
    {
        foreach (var token in piece.Tokens)
            if (!_isSpecial[token]) return true;
        return false;
    }
}
