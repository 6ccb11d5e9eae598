using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders;

/// <summary>
/// Tables whose vectors are about of unit length, so that they can serve as softmax weights too, and are scaled by √D on their way in (Vaswani et al., 2017,
/// section 3.4).
/// </summary>
internal static class TokenTable
{
    /// <summary>A table of fresh vectors, uniform in ±√(3 / D).</summary>
    internal static Embedding Create(int count, int size, RandomStream random, bool rowSparse = false)
    {
        var table = new Embedding(count, size, random, rowSparse);
        Initializers.Uniform(table.Weight.Value, UnitLimit(size), random);
        return table;
    }

    /// <summary>Uniform values within this limit make vectors whose mean squared length is 1.</summary>
    internal static double UnitLimit(int size) => Math.Sqrt(3.0 / size);

    /// <summary>What goes in for vectors [..., D] of a table.</summary>
    internal static Variable ScaleIn(Tape tape, Variable vectors) => tape.Scale(vectors, MathF.Sqrt(vectors.Shape.Last));
}
