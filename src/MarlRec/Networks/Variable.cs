using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A value on a <see cref="Tape"/>: a handle that is valid until the tape's next <see cref="Tape.Reset"/>.</summary>
/// <remarks>Thread safety: as its tape, <em>single owner</em>.</remarks>
public readonly struct Variable
{
    internal Variable(Tape tape, int index, int generation)
    {
        Tape = tape;
        Index = index;
        Generation = generation;
    }

    /// <summary>The sizes.</summary>
    /// <exception cref="InvalidOperationException">The tape has been reset since, or this is a default value.</exception>
    public Shape Shape => Owner.NodeOf(this, "this").Shape;

    /// <summary>The elements in row-major order, valid until the tape's next reset.</summary>
    /// <exception cref="InvalidOperationException">The tape has been reset since, or this is a default value.</exception>
    public ReadOnlySpan<float> Value => Owner.ValueOf(this);

    /// <summary>
    /// The gradient of the loss after <see cref="Tape.Backward"/>, of a parameter or of a variable that <see cref="Tape.RetainGradient"/> was called for;
    /// empty of another, or if none reached it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tape has been reset since, or this is a default value.</exception>
    public ReadOnlySpan<float> Gradient => Owner.GradientSpanOf(this);

    internal Tape Tape { get; }

    internal int Index { get; }

    internal int Generation { get; }

    private Tape Owner => Tape ?? throw new InvalidOperationException("This variable belongs to no tape: it is a default value.");
}
