using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    // One row at a time is multiplied with the weights as they lie; more rows are worth a packed copy of them.
    private const int UnpackedRows = 2;

    // Packed, so few outputs would take a whole panel.
    private const int UnpackedOutputs = 4;

    /// <summary>f(x · Wᵀ + bias), as one operation.</summary>
    /// <param name="x">Shape [..., I].</param>
    /// <param name="weight">Shape [O, I].</param>
    /// <param name="bias">Shape [O], or null for none.</param>
    /// <param name="activation">f; null for none.</param>
    /// <returns>Shape [..., O]. A row's bits do not depend on how many rows there are.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="activation"/> is not a known one.</exception>
    public Variable Linear(Variable x, Variable weight, Variable? bias = null, ActivationKind? activation = null)
    {
        ref var input = ref NodeOf(x, nameof(x));
        ref var weights = ref NodeOf(weight, nameof(weight));
        if (weights.Shape.Rank != 2 || input.Shape.Rank == 0 || input.Shape.Last != weights.Shape[1])
            throw Mismatch("weights", weights.Shape, "cannot multiply input", input.Shape, nameof(weight));
        int m = input.Shape.Rows, outputs = weights.Shape[0], inputs = weights.Shape[1];
        var shape = input.Shape.WithLast(outputs);
        float* start = null;
        var needs = input.NeedsGradient || weights.NeedsGradient;
        if (bias is { } b)
        {
            ref var offsets = ref NodeOf(b, nameof(bias));
            if (offsets.Shape.Rank != 1 || offsets.Shape[0] != outputs) throw Mismatch("bias", offsets.Shape, "cannot be added to", shape, nameof(bias));
            start = offsets.Value;
            needs |= offsets.NeedsGradient;
        }

        if (activation is { } kind) RequireKnown(kind);
        var value = Workspace.AllocateFloats(shape.Length);
        Multiply(m, input.Value, weights.Value, weights.Shape, weights.Owner as Parameter, start, value);
        var before = value;
        if (activation is { } f)
        {
            // Only the GELU's gradient needs what was before it.
            if (needs && f == ActivationKind.Gelu) value = Workspace.AllocateFloats(shape.Length);
            Activate(f, shape.Length, before, value);
        }

        ref var node = ref Record(shape, value, &LinearBackward, x.Index, weight.Index, out var y);
        if (bias is { } c) node.C = c.Index;
        node.NeedsGradient = needs;
        if (needs) node.Backward = &LinearBackward;
        node.Saved0 = before;
        node.Integer = activation is { } saved ? (int)saved + 1 : 0;
        return y;
    }

    /// <summary>As <see cref="Linear(Variable, Variable, Variable?, ActivationKind?)"/> on a tape that does not record, without nodes for the parameters.</summary>
    internal Variable InferLinear(Variable x, Parameter weight, Parameter? bias, ActivationKind? activation)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var weights = weight.Value.Shape;
        if (input.Shape.Rank == 0 || input.Shape.Last != weights[1]) throw Mismatch("weights", weights, "cannot multiply input", input.Shape, nameof(weight));
        var shape = input.Shape.WithLast(weights[0]);
        var value = Workspace.AllocateFloats(shape.Length);
        Multiply(input.Shape.Rows, input.Value, weight.Value.Pointer, weights, weight, bias is null ? null : bias.Value.Pointer, value);
        if (activation is { } f) Activate(f, shape.Length, value, value);
        return Push(shape, value, false, out _);
    }

    // y[m,O] = start[O] + x[m,I] · Wᵀ, by the way that is quickest for the shape; all ways give the same bits.
    private void Multiply(int m, float* x, float* weight, Shape shape, Parameter? owner, float* start, float* y)
    {
        int outputs = shape[0], inputs = shape[1];
        if (IsFrozen(owner, weight, shape) && (m > UnpackedRows || outputs > UnpackedOutputs))
        {
            MatrixProduct.RunPacked(Context, m, outputs, inputs, x, inputs, 1, owner!.PackedTransposed().Pointer, start, 0, y, outputs);
        }
        else if (m <= UnpackedRows)
        {
            for (var row = 0; row < m; row++) MatrixVector.Run(outputs, inputs, weight, x + row * inputs, start, y + row * outputs);
        }
        else
        {
            MatrixProduct.Run(Context, Workspace, m, outputs, inputs, x, inputs, 1, weight, 1, inputs, start, 0, y, outputs);
        }
    }

    // Whether a node's value is a frozen parameter as it is, not a view of one.
    private static bool IsFrozen(Parameter? owner, float* value, Shape shape) =>
        owner is { IsFrozen: true } && owner.Value.Pointer == value && owner.Value.Shape == shape;

    // Weights [N, K] packed as the right factor [K, N] of a product: once for frozen ones, else in scratch memory.
    private float* PackedTransposed(ref Node weights)
    {
        int n = weights.Shape[0], k = weights.Shape[1];
        if (weights.Owner is Parameter owner && IsFrozen(owner, weights.Value, weights.Shape)) return owner.PackedTransposed().Pointer;
        var packed = Workspace.AllocateFloats(Gemm.PackedLength(k, n));
        MatrixProduct.Pack(Context, k, n, weights.Value, 1, k, packed);
        return packed;
    }

    private static void LinearBackward(Tape tape, ref Node node)
    {
        ref var input = ref tape.Input(node.A);
        ref var weights = ref tape.Input(node.B);
        int m = node.Shape.Rows, outputs = weights.Shape[0], inputs = weights.Shape[1];
        var dy = node.Gradient;
        var dx = tape.GradientOf(node.A, out var add);
        float* dw = tape.GradientOf(node.B), db = tape.GradientOf(node.C);
        var mark = tape.Workspace.Mark();
        if (node.Integer > 0)
        {
            if (!tape.Owns(ref node)) dy = tape.Workspace.AllocateFloats(node.Shape.Length);
            tape.ActivationGradient((ActivationKind)(node.Integer - 1), node.Shape.Length, node.Gradient, (float*)node.Saved0, node.Value, dy);
        }

        if (dx != null)
            MatrixProduct.Write(tape.Context, tape.Workspace, m, inputs, outputs, dy, outputs, 1, weights.Value, inputs, 1, dx, inputs, add);
        if (dw != null) MatrixProduct.Add(tape.Context, tape.Workspace, outputs, inputs, m, dy, 1, outputs, input.Value, inputs, 1, dw, inputs);
        if (db != null) Tiled.AddColumnSums(tape.Context, tape.Workspace, m, outputs, dy, db);
        tape.Workspace.Release(mark);
    }

    private static void RequireKnown(ActivationKind activation)
    {
        if (activation is < ActivationKind.Relu or > ActivationKind.Gelu)
            throw new ArgumentOutOfRangeException(nameof(activation), activation, "activation must be a known function.");
    }

    private void Activate(ActivationKind f, int length, float* x, float* y)
    {
        switch (f)
        {
            case ActivationKind.Relu: Tiled.Unary(Context, length, x, y, default(ReluKernel)); break;
            case ActivationKind.Tanh: Tiled.Unary(Context, length, x, y, default(TanhKernel)); break;
            case ActivationKind.Sigmoid: Tiled.Unary(Context, length, x, y, default(SigmoidKernel)); break;
            default: Tiled.Unary(Context, length, x, y, default(GeluKernel)); break;
        }
    }

    private void ActivationGradient(ActivationKind f, int length, float* dy, float* x, float* y, float* dx)
    {
        switch (f)
        {
            case ActivationKind.Relu: Tiled.Binary(Context, length, dy, y, dx, default(ReluKernel)); break;
            case ActivationKind.Tanh: Tiled.Binary(Context, length, dy, y, dx, default(TanhKernel)); break;
            case ActivationKind.Sigmoid: Tiled.Binary(Context, length, dy, y, dx, default(SigmoidKernel)); break;
            default: Tiled.Binary(Context, length, dy, x, dx, default(GeluKernel)); break;
        }
    }
}
