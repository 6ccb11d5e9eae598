using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>What a <see cref="TokenEncoder"/> reads its tokens' vectors with: one state for each step. Thread safety: see <see cref="Module"/>.</summary>
public abstract class SequenceBody : Module
{
    /// <summary>D, the width of vectors and states.</summary>
    public abstract int Size { get; }

    /// <summary>Whether a state depends on its own step and earlier ones only.</summary>
    public abstract bool IsCausal { get; }

    /// <summary>The most steps of a sequence.</summary>
    public abstract int MaximumLength { get; }

    /// <summary>Reads sequences.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]: steps past them change no state before them, and their own states mean nothing.</param>
    /// <param name="random">Draws the dropout; null when inferring.</param>
    /// <returns>Shape [B, T, D].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or T is above <see cref="MaximumLength"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public abstract Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null);
}
