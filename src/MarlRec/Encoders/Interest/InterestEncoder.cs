using MarlRec.Encoders.Bodies;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Interest;

/// <summary>
/// User text and behaviour to an interest vector: a causal body reads the items of a history, a <see cref="TokenEncoder"/> reads what the user wrote, and a
/// gate mixes the two, x = g ⊙ text + (1 − g) ⊙ behaviour with g = σ(W · [text, behaviour] + b). Thread safety: see <see cref="Module"/>; as an
/// <see cref="IInterestEncoder"/> <em>thread-safe</em> while nobody trains.
/// </summary>
/// <remarks>
/// <para>Only what is there counts: without a text x is what the body says, without events it is the text's vector, and of whom nothing is known it is a trained
/// vector <c>nobody</c>, zeros at first.</para>
/// <para>With an LSTM or GRU (as a session recommender: Hidasi et al., ICLR 2016) an event costs the same time and memory however long the history. With a causal
/// Transformer (Kang and McAuley, "Self-Attentive Sequential Recommendation", ICDM 2018) it costs one step of attention over what is kept; a history longer than the
/// body can read is cut as <see cref="SequenceBody"/> says, in training as in serving.</para>
/// <para>Item vectors should be about of unit length; on their way in they are scaled by √D. Parameters are called <c>items</c> (own vectors), <c>behaviour</c>,
/// <c>nobody</c>, <c>text</c> and <c>gate</c>.</para>
/// </remarks>
public sealed partial class InterestEncoder : Module, IInterestEncoder
{
    /// <summary>An encoder with item vectors of its own.</summary>
    /// <param name="itemCount">V, how many items there are: at least 1.</param>
    /// <param name="behaviour">What reads histories; causal. It belongs to this encoder from now on.</param>
    /// <param name="text">What reads texts, of the same width; null for none. It belongs to this encoder from now on.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException"><paramref name="behaviour"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="itemCount"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The body is not causal, or the two differ in width.</exception>
    public InterestEncoder(int itemCount, SequenceBody behaviour, TokenEncoder? text, RandomStream random)
        : this(Table(itemCount, behaviour, random), null, behaviour, text, random)
    {
    }

    /// <summary>An encoder whose items' vectors are given.</summary>
    /// <param name="items">
    /// Shape [V, D], frozen or trained. It stays its owner's: this module neither lists nor exports it, so who trains it gives it to the optimiser.
    /// </param>
    /// <param name="behaviour">What reads histories; causal. It belongs to this encoder from now on.</param>
    /// <param name="text">What reads texts, of the same width; null for none. It belongs to this encoder from now on.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/>, <paramref name="behaviour"/> or <paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException">The vectors do not fit the body, the body is not causal, or text and behaviour differ in width.</exception>
    public InterestEncoder(Parameter items, SequenceBody behaviour, TokenEncoder? text, RandomStream random)
        : this(null, items ?? throw new ArgumentNullException(nameof(items)), behaviour, text, random)
    {
    }

    private InterestEncoder(Embedding? own, Parameter? items, SequenceBody behaviour, TokenEncoder? text, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(random);
        if (!behaviour.IsCausal) throw new ArgumentException("A body that is not causal cannot read on from event to event.", nameof(behaviour));
        var size = behaviour.Size;
        if (items is not null && (items.Value.Shape.Rank != 2 || items.Value.Shape[0] < 1 || items.Value.Shape[1] != size))
            throw new ArgumentException($"items {items.Value.Shape} are not vectors of width {size}, [V,{size}].", nameof(items));
        if (text is not null && text.Size != size)
            throw new ArgumentException($"Texts of width {text.Size} cannot be mixed with behaviour of width {size}.", nameof(text));
        Items = items ?? Register("items", own!).Weight;
        Behaviour = Register("behaviour", behaviour);
        Nobody = Register("nobody", new Parameter(new FloatTensor(1, size)));
        if (text is null) return;
        Text = Register("text", text);
        Gate = Register("gate", new Linear(2 * size, size, random.Fork("gate")) { Activation = ActivationKind.Sigmoid });
    }

    /// <summary>V.</summary>
    public int ItemCount => Items.Value.Shape[0];

    /// <summary>D.</summary>
    public int Size => Behaviour.Size;

    /// <summary>The items' vectors, [V, D].</summary>
    public Parameter Items { get; }

    /// <summary>What reads histories.</summary>
    public SequenceBody Behaviour { get; }

    /// <summary>What reads texts; null for none.</summary>
    public TokenEncoder? Text { get; }

    /// <summary>W and b with the σ, [2D] to [D]; null without texts.</summary>
    public Linear? Gate { get; }

    /// <summary>x of whom nothing is known, [1, D].</summary>
    public Parameter Nobody { get; }

    private static Embedding Table(int itemCount, SequenceBody behaviour, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(itemCount, 1);
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(random);
        return TokenTable.Create(itemCount, behaviour.Size, random.Fork("items"));
    }
}
