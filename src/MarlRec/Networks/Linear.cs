using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>An affine map, y = f(x · Wᵀ + b), f the identity unless stated. Thread safety: see <see cref="Module"/>.</summary>
/// <remarks>W [O, I] starts uniform in ±√(6 / (I + O)) (Glorot and Bengio, 2010), b [O] at zero.</remarks>
public sealed class Linear : Module, ISequentialLayer
{
    /// <summary>A map with fresh weights.</summary>
    /// <param name="inputs">I, at least 1.</param>
    /// <param name="outputs">O, at least 1.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public Linear(int inputs, int outputs, RandomStream random, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentNullException.ThrowIfNull(random);
        Inputs = inputs;
        Outputs = outputs;
        Weight = Register("weight", new Parameter(Initializers.Glorot(new FloatTensor(outputs, inputs), inputs, outputs, random)));
        if (bias) Bias = Register("bias", new Parameter(new FloatTensor(outputs)));
    }

    /// <summary>I.</summary>
    public int Inputs { get; }

    /// <summary>O.</summary>
    public int Outputs { get; }

    /// <summary>W, shape [O, I].</summary>
    public Parameter Weight { get; }

    /// <summary>b, shape [O], if there is one.</summary>
    public Parameter? Bias { get; }

    /// <summary>f, fused into the map; null, the default, for none.</summary>
    public ActivationKind? Activation { get; init; }

    /// <summary>Maps the last dimension.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [..., I].</param>
    /// <returns>Shape [..., O].</returns>
    /// <exception cref="ArgumentException">The last size of <paramref name="x"/> is not I.</exception>
    public Variable Forward(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (!tape.IsRecording) return tape.InferLinear(x, Weight, Bias, Activation);
        return tape.Linear(x, tape.Parameter(Weight), Bias is null ? null : tape.Parameter(Bias), Activation);
    }

    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch) => Forward(tape, Sequential.RequireInput(input, this));
}
