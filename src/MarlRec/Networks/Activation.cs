namespace MarlRec.Networks;

/// <summary>A function of each element, as a layer. Thread safety: <em>immutable</em>.</summary>
public sealed class Activation : Module, ISequentialLayer
{
    /// <summary>A layer that applies one function.</summary>
    /// <param name="kind">Which function.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not a known one.</exception>
    public Activation(ActivationKind kind)
    {
        if (kind is < ActivationKind.Relu or > ActivationKind.Gelu) throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be a known function.");
        Kind = kind;
    }

    /// <summary>Which function.</summary>
    public ActivationKind Kind { get; }

    /// <summary>Applies the function to each element.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    public Variable Forward(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return Kind switch { ActivationKind.Relu => tape.Relu(x), ActivationKind.Tanh => tape.Tanh(x), ActivationKind.Sigmoid => tape.Sigmoid(x), _ => tape.Gelu(x) };
    }

    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch) => Forward(tape, Sequential.RequireInput(input, this));
}
