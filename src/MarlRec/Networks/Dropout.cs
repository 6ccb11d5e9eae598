using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>
/// Sets elements to zero at random while training (Srivastava et al., "Dropout", JMLR 2014). Whoever trains passes a stream; without one the layer does
/// nothing. Thread safety: <em>immutable</em>.
/// </summary>
public sealed class Dropout : Module, ISequentialLayer
{
    /// <summary>A layer with one rate.</summary>
    /// <param name="rate">The probability with which an element is dropped, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is out of range.</exception>
    public Dropout(float rate)
    {
        if (!(rate >= 0 && rate < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "rate must be in [0, 1).");
        Rate = rate;
    }

    /// <summary>The probability with which an element is dropped.</summary>
    public float Rate { get; }

    /// <summary>Drops elements, or returns <paramref name="x"/> itself when inferring.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="random">Draws what is dropped; null when inferring.</param>
    public Variable Forward(Tape tape, Variable x, RandomStream? random)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return random is null ? x : tape.Dropout(x, Rate, random);
    }

    /// <summary>residual + dropout(x).</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="residual">Any shape.</param>
    /// <param name="x">The shape of <paramref name="residual"/>.</param>
    /// <param name="random">Draws what is dropped; null when inferring.</param>
    public Variable AddTo(Tape tape, Variable residual, Variable x, RandomStream? random)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return random is null ? tape.Add(residual, x) : tape.AddDropout(residual, x, Rate, random);
    }

    // A Sequential has no stream to give: it infers.
    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch) => Sequential.RequireInput(input, this);
}
