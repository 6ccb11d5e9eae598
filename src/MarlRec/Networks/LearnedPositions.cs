using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Adds a trained vector for each step's place in its sequence. Thread safety: see <see cref="Module"/>.</summary>
/// <remarks>The table <c>weight</c> [P, D] starts uniform in ±0.05.</remarks>
public sealed class LearnedPositions : Module
{
    /// <summary>A table of fresh vectors.</summary>
    /// <param name="count">P, the longest sequence: at least 1.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the vectors.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public LearnedPositions(int count, int size, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        Weight = Register("weight", new Parameter(Initializers.Uniform(new FloatTensor(count, size), 0.05, random)));
    }

    /// <summary>Shape [P, D].</summary>
    public Parameter Weight { get; }

    /// <summary>Adds the vectors.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="first">The place of step 0: 0 unless a sequence is decoded part by part.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a place is P or more.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> is negative.</exception>
    public Variable Forward(Tape tape, Variable x, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.AddSteps(x, tape.Parameter(Weight), first);
    }
}
