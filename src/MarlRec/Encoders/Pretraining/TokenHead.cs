using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// From an encoder's states to logits over its tokens, E · f(state) + b: E are the vectors that the encoder reads tokens by (Press and Wolf, "Using the Output Embedding to Improve
/// Language Models", EACL 2017), f the identity or a linear layer, GELU and norm (Devlin et al., "BERT", NAACL 2019). Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>Its own parameters are <c>bias</c>, at zero first, <c>transform</c> and <c>norm</c>; the encoder's are not among them.</remarks>
public sealed class TokenHead : Module
{
    private readonly Parameter _bias;
    private readonly Linear? _transform;
    private readonly LayerNorm? _norm;

    /// <summary>A head with fresh weights.</summary>
    /// <param name="encoder">Whose states it reads and whose token vectors it shares.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="transform">Whether f is BERT's layer and not the identity.</param>
    /// <exception cref="ArgumentNullException"><paramref name="encoder"/> or <paramref name="random"/> is null.</exception>
    public TokenHead(TokenEncoder encoder, RandomStream random, bool transform = true)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(random);
        Encoder = encoder;
        _bias = Register("bias", new Parameter(new FloatTensor(encoder.Vocabulary)));
        if (!transform) return;
        _transform = Register("transform", new Linear(encoder.Size, encoder.Size, random.Fork("transform")) { Activation = ActivationKind.Gelu });
        _norm = Register("norm", new LayerNorm(encoder.Size));
    }

    /// <summary>Whose states are read.</summary>
    public TokenEncoder Encoder { get; }

    /// <summary>Logits of all tokens, such as for what may stand in a gap.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">Shape [..., D], such as <see cref="TokenEncoder.ForwardStates"/>.</param>
    /// <returns>Shape [..., V].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">The states are not D wide.</exception>
    public Variable Forward(Tape tape, Variable states)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.Linear(Transform(tape, states), tape.Parameter(Encoder.Embedding.Weight), tape.Parameter(_bias));
    }

    /// <summary>The mean of −log P(target) over N states [N, D], without keeping the logits, and how many targets were the first choice.</summary>
    internal Variable Loss(Tape tape, Variable states, ReadOnlySpan<int> targets, out int right) => tape.CountedSoftmaxCrossEntropy(
        Transform(tape, states), tape.Parameter(Encoder.Embedding.Weight), tape.Parameter(_bias), targets, default, out right);

    private Variable Transform(Tape tape, Variable states) => _transform is null ? states : _norm!.Forward(tape, _transform.Forward(tape, states));
}
