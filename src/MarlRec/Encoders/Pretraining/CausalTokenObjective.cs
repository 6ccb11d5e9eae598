using System.Runtime.InteropServices;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// Causal language modelling: each token but a text's first is predicted from the tokens before it (Bengio et al., "A Neural Probabilistic Language Model", JMLR 2003; Radford et al.,
/// "Improving Language Understanding by Generative Pre-Training", 2018; with an LSTM and fine-tuning after it: Howard and Ruder, "Universal Language Model Fine-tuning for Text
/// Classification", ACL 2018).
/// </summary>
/// <remarks>
/// Marks of a text's beginning and end are tokens like others: who wants them learnt puts them into the texts. A long text's pieces share one token, so that each token but the first is
/// predicted once; a piece does not see the pieces before it. The softmax runs over the token vectors that are read, so a row-sparse table is trained as a dense one.
/// Thread safety: <em>single owner</em>.
/// </remarks>
public sealed class CausalTokenObjective : IPretrainingObjective
{
    private readonly TextPiece[] _pieces;
    private readonly SequenceRows _rows = new();
    private readonly List<int> _places = [], _targets = [];

    /// <summary>An objective over texts.</summary>
    /// <param name="head">Predicts tokens from its encoder's states. The encoder must not see what comes after a token.</param>
    /// <param name="texts">Token ids of each text; kept, and must not change. Those of fewer than two tokens teach nothing and are left out.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="head"/>, <paramref name="texts"/> or a text is null.</exception>
    /// <exception cref="ArgumentException">
    /// The encoder is not causal or reads less than <see cref="CausalTokenOptions.MaximumLength"/>, or no text has two tokens.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An id or option is out of range.</exception>
    public CausalTokenObjective(TokenHead head, IReadOnlyList<int[]> texts, CausalTokenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new CausalTokenOptions();
        options.Validate();
        if (!head.Encoder.Body.IsCausal)
            throw new ArgumentException($"The encoder's states see later tokens, so the next one would be no secret; use a causal body, or {nameof(MaskedTokenObjective)}.", nameof(head));
        ObjectiveParts.RequireLength(head.Encoder, options.MaximumLength, nameof(head));
        Head = head;
        Parameters = ObjectiveParts.Parameters(("encoder", head.Encoder), ("head", head));
        _pieces = [.. TextPiece.Cut(texts, head.Encoder.Vocabulary, options.MaximumLength + 1L, overlap: 1)];
        if (_pieces.Length == 0) throw new ArgumentException("No text has two tokens.", nameof(texts));
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
        foreach (var example in examples) time = Math.Max(time, _pieces[example].Length - 1);
        _rows.Resize(examples.Length, time);
        _places.Clear();
        _targets.Clear();
        for (var b = 0; b < examples.Length; b++)
        {
            var tokens = _pieces[examples[b]].Tokens;
            var row = b * time;
            _rows.Lengths[b] = tokens.Length - 1;
            tokens[..^1].CopyTo(_rows.Ids[row..]);
            for (var t = 1; t < tokens.Length; t++)
            {
                _places.Add(row + t - 1);
                _targets.Add(tokens[t]);
            }
        }

        var states = Head.Encoder.ForwardStates(tape, _rows.Batch, random);
        var loss = Head.Loss(tape, tape.GatherRows(states, CollectionsMarshal.AsSpan(_places)), CollectionsMarshal.AsSpan(_targets), out var right);
        return new ObjectiveResult(loss, _targets.Count, right);
    }
}
