using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Gives each row mean 0 and variance 1, then a trained gain and bias (Ba, Kiros and Hinton, "Layer Normalization", 2016). Thread safety: see
/// <see cref="Module"/>.
/// </summary>
/// <remarks>The gain [D], called <c>weight</c>, starts at 1, the bias [D] at 0.</remarks>
public sealed class LayerNorm : Module, ISequentialLayer
{
    /// <summary>A layer for rows of one size.</summary>
    /// <param name="size">D, at least 1.</param>
    /// <param name="epsilon">Added to the variance, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public LayerNorm(int size, float epsilon = 1e-5f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Throw.IfNotPositive(epsilon);
        Size = size;
        Epsilon = epsilon;
        Weight = Register("weight", new Parameter(new FloatTensor(size)));
        Weight.Value.Span.Fill(1);
        Bias = Register("bias", new Parameter(new FloatTensor(size)));
    }

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>The gain, shape [D].</summary>
    public Parameter Weight { get; }

    /// <summary>Shape [D].</summary>
    public Parameter Bias { get; }

    /// <summary>Normalises the last dimension.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [..., D].</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The last size of <paramref name="x"/> is not D.</exception>
    public Variable Forward(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.LayerNorm(x, tape.Parameter(Weight), tape.Parameter(Bias), Epsilon);
    }

    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch) => Forward(tape, Sequential.RequireInput(input, this));
}
