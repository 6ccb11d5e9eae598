namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The entropy of each row, −Σ_c exp(logP) · logP in nats; entries of −∞ count as zero.</summary>
    /// <param name="logP">Shape [N, C]: log-probabilities, as from <see cref="MaskedLogSoftmax"/>.</param>
    /// <returns>Shape [N].</returns>
    /// <exception cref="ArgumentException">The shape is not a matrix.</exception>
    public Variable Entropy(Variable logP)
    {
        ref var input = ref NodeOf(logP, nameof(logP));
        RequireMatrix(input.Shape, nameof(logP));
        int rows = input.Shape[0], width = input.Shape[1];
        var value = Workspace.AllocateFloats(rows);
        for (var row = 0; row < rows; row++)
        {
            var sum = 0f;
            foreach (var x in input.Values.Slice(row * width, width))
                if (!float.IsNegativeInfinity(x)) sum -= MathF.Exp(x) * x;
            value[row] = sum;
        }

        Record(new Tensors.Shape(rows), value, &EntropyBackward, logP.Index, Node.None, out var y);
        return y;
    }

    private static void EntropyBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx == null) return;
        ref var input = ref tape.Input(node.A);
        var width = input.Shape[1];
        for (var i = 0; i < input.Shape.Length; i++)
        {
            var x = input.Value[i];
            if (!float.IsNegativeInfinity(x)) dx[i] -= node.Gradient[i / width] * MathF.Exp(x) * (x + 1);
        }
    }
}
