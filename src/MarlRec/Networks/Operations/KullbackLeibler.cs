namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>The divergence of each row from a fixed reference, KL(P ‖ R) = Σ_c exp(logP) · (logP − logR), over allowed columns.</summary>
    /// <param name="logP">Shape [N, C]: log-probabilities, as from <see cref="MaskedLogSoftmax"/>.</param>
    /// <param name="referenceLogP">N · C constants.</param>
    /// <param name="mask">N · C flags, true where allowed; empty to allow all columns where logP is finite.</param>
    /// <returns>Shape [N], in nats.</returns>
    /// <exception cref="ArgumentException">
    /// A length does not fit, or the reference is not finite in an allowed column where logP is.
    /// </exception>
    public Variable KullbackLeibler(Variable logP, ReadOnlySpan<float> referenceLogP, ReadOnlySpan<bool> mask = default)
    {
        ref var input = ref NodeOf(logP, nameof(logP));
        RequireMatrix(input.Shape, nameof(logP));
        var length = input.Shape.Length;
        if (referenceLogP.Length != length)
            throw Misfit($"referenceLogP has {referenceLogP.Length} elements, but logP {input.Shape} has {length}.", nameof(referenceLogP));
        if (!mask.IsEmpty && mask.Length != length)
            throw Misfit($"mask has {mask.Length} flags, but logP {input.Shape} has {length} elements.", nameof(mask));
        for (var i = 0; i < length; i++)
        {
            if ((mask.IsEmpty || mask[i]) && !float.IsNegativeInfinity(input.Value[i]) && !float.IsFinite(referenceLogP[i]))
                throw Misfit($"referenceLogP[{i}] is {referenceLogP[i]} where logP is {input.Value[i]}; the divergence would be infinite.", nameof(referenceLogP));
        }

        int rows = input.Shape[0], width = input.Shape[1];
        var value = Workspace.AllocateZeros(rows);
        var logRatio = Workspace.AllocateFloats(length);
        for (var i = 0; i < length; i++)
        {
            var x = input.Value[i];
            logRatio[i] = float.NaN; // marks a column that does not count
            if ((!mask.IsEmpty && !mask[i]) || float.IsNegativeInfinity(x)) continue;
            logRatio[i] = x - referenceLogP[i];
            value[i / width] += MathF.Exp(x) * logRatio[i];
        }

        Record(new Tensors.Shape(rows), value, &KullbackLeiblerBackward, logP.Index, Node.None, out var y).Saved0 = logRatio;
        return y;
    }

    private static void KullbackLeiblerBackward(Tape tape, ref Node node)
    {
        var dx = tape.GradientOf(node.A);
        if (dx == null) return;
        ref var input = ref tape.Input(node.A);
        var logRatio = (float*)node.Saved0;
        var width = input.Shape[1];
        for (var i = 0; i < input.Shape.Length; i++)
            if (!float.IsNaN(logRatio[i])) dx[i] += node.Gradient[i / width] * MathF.Exp(input.Value[i]) * (logRatio[i] + 1);
    }
}
