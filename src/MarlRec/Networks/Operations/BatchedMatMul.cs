using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    /// <summary>Products of many small matrices, z[n] = x[n] · y[n], such as the layers of a network whose weights another network gives.</summary>
    /// <param name="x">Shape [N, A, B].</param>
    /// <param name="y">Shape [N, B, C].</param>
    /// <returns>Shape [N, A, C].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable BatchedMatMul(Variable x, Variable y)
    {
        ref var left = ref NodeOf(x, nameof(x));
        ref var right = ref NodeOf(y, nameof(y));
        if (left.Shape.Rank != 3) throw Misfit($"Matrices [N,A,B] were expected, but the shape is {left.Shape}.", nameof(x));
        if (right.Shape.Rank != 3 || right.Shape[0] != left.Shape[0] || right.Shape[1] != left.Shape[2])
            throw Mismatch("x", left.Shape, "cannot multiply y", right.Shape, nameof(y));
        int a = left.Shape[1], b = left.Shape[2], c = right.Shape[2];
        var shape = new Shape(left.Shape[0], a, c);
        var value = Workspace.AllocateZeros(shape.Length);
        RowTiles.For(Context, shape[0], checked(a * c + a * b + b * c), new BatchedProducts(a, b, c, left.Value, right.Value, value));
        Record(shape, value, &BatchedMatMulBackward, x.Index, y.Index, out var z);
        return z;
    }

    private static void BatchedMatMulBackward(Tape tape, ref Node node)
    {
        ref var left = ref tape.Input(node.A);
        ref var right = ref tape.Input(node.B);
        int a = left.Shape[1], b = left.Shape[2], c = right.Shape[2];
        float* dx = tape.GradientOf(node.A), dy = tape.GradientOf(node.B);
        RowTiles.For(
            tape.Context, node.Shape[0], 2 * (a * c + a * b + b * c), new BatchedProductGradients(a, b, c, left.Value, right.Value, node.Gradient, dx, dy));
    }

    // Lanes run along the longer of two dimensions: a column is a row of one.
    private readonly struct BatchedProducts(int a, int b, int c, float* x, float* y, float* z) : ITileBody
    {
        private readonly float* _x = x, _y = y, _z = z;

        public void Run(int n)
        {
            float* x = _x + (nint)n * a * b, y = _y + (nint)n * b * c, z = _z + (nint)n * a * c;
            if (c == 1) SmallProduct.AddTransposed(a, 1, b, x, b, y, b, z, 1);
            else SmallProduct.Add(a, c, b, x, b, 1, y, c, z, c);
        }
    }

    private readonly struct BatchedProductGradients(int a, int b, int c, float* x, float* y, float* dz, float* dx, float* dy) : ITileBody
    {
        private readonly float* _x = x, _y = y, _dz = dz, _dx = dx, _dy = dy;

        public void Run(int n)
        {
            float* x = _x + (nint)n * a * b, y = _y + (nint)n * b * c, dz = _dz + (nint)n * a * c;
            if (_dx != null)
            {
                var dx = _dx + (nint)n * a * b;
                if (c == 1) SmallProduct.Add(a, b, 1, dz, 1, 1, y, b, dx, b);
                else SmallProduct.AddTransposed(a, b, c, dz, c, y, c, dx, b);
            }

            if (_dy == null) return;
            var dy = _dy + (nint)n * b * c;
            if (c == 1) SmallProduct.Add(1, b, a, dz, 0, 1, x, b, dy, b);
            else SmallProduct.Add(b, c, a, x, 1, b, dz, c, dy, c);
        }
    }
}
