using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Adds waves of different lengths, which tell a step's place without training: column 2i gets sin(p / 10000^(2i/D)), column 2i + 1 the cosine (Vaswani et
/// al., "Attention Is All You Need", NeurIPS 2017). Thread safety: <em>immutable</em>.
/// </summary>
public sealed class SinusoidalPositions : Module
{
    private readonly Parameter _table;

    /// <summary>Waves for sequences up to a length.</summary>
    /// <param name="count">P, the longest sequence: at least 1.</param>
    /// <param name="size">D, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public SinusoidalPositions(int count, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var table = new FloatTensor(count, size);
        for (var i = 0; i < table.Length; i++)
        {
            int place = i / size, column = i % size;
            var angle = place * Math.Pow(10_000, -(double)(column / 2 * 2) / size);
            table.Span[i] = (float)(column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }

        // Not registered: it is no part of the state, and never trained.
        _table = new Parameter(table);
        _table.Freeze();
    }

    /// <summary>Adds the waves.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Shape [B, T, D].</param>
    /// <param name="first">The place of step 0: 0 unless a sequence is decoded part by part.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a place is P or more.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> is negative.</exception>
    public Variable Forward(Tape tape, Variable x, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.AddSteps(x, tape.Parameter(_table), first);
    }
}
