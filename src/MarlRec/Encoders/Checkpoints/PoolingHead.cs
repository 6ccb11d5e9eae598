using System.Numerics;
using System.Numerics.Tensors;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Makes one vector of a text's token vectors. Thread safety: <em>immutable</em>.</summary>
internal static class PoolingHead
{
    internal static int Width(TokenPooling pooling, int size) => BitOperations.PopCount((uint)pooling) * size;

    /// <summary>Fills <paramref name="target"/> [Width] from h [n, D], n at least 1.</summary>
    internal static void Run(TokenPooling pooling, ReadOnlySpan<float> h, int size, Span<float> target)
    {
        var count = h.Length / size;
        for (var kind = TokenPooling.First; kind <= TokenPooling.Last; kind = (TokenPooling)((int)kind << 1))
        {
            if ((pooling & kind) == 0) continue;
            var part = target[..size];
            target = target[size..];
            switch (kind)
            {
                case TokenPooling.First:
                    h[..size].CopyTo(part);
                    break;
                case TokenPooling.Last:
                    h[^size..].CopyTo(part);
                    break;
                case TokenPooling.Maximum:
                    h[..size].CopyTo(part);
                    for (var i = 1; i < count; i++) TensorPrimitives.Max(part, h.Slice(i * size, size), part);
                    break;
                case TokenPooling.Mean:
                    Sum(h, size, false, part, 1f / count);
                    break;
                case TokenPooling.MeanBySquareRoot:
                    Sum(h, size, false, part, 1 / MathF.Sqrt(count));
                    break;
                default:
                    Sum(h, size, true, part, 2f / ((float)count * (count + 1)));
                    break;
            }
        }
    }

    private static void Sum(ReadOnlySpan<float> h, int size, bool byPlace, Span<float> target, float scale)
    {
        target.Clear();
        for (var i = 0; i < h.Length / size; i++) TensorPrimitives.MultiplyAdd(h.Slice(i * size, size), byPlace ? i + 1f : 1f, target, target);
        TensorPrimitives.Multiply(target, scale, target);
    }
}
