using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Recommenders.Models;

/// <summary>
/// Item vectors from what is consumed together: the leading eigenvectors of the positive pointwise mutual information of items in the same stretch of a history (Levy and Goldberg, 2014),
/// found by subspace iteration. Items that share an audience are near each other: this is the likeness that slot agents see, and where the encoder's item vectors start.
/// </summary>
internal static class CooccurrenceVectors
{
    private const int Window = 20;
    private const int Iterations = 8;
    private const double ContextSmoothing = 0.75;

    /// <summary>Rows of unit length, [V, D]. Items that were never consumed get a random direction.</summary>
    internal static float[] Fit(IReadOnlyList<int[]> histories, int itemCount, int size, RandomStream random)
    {
        var rows = MutualInformation(Count(histories, itemCount));
        var basis = new float[size][];
        var start = random.Fork("start");
        for (var d = 0; d < size; d++)
        {
            basis[d] = new float[itemCount];
            for (var item = 0; item < itemCount; item++) basis[d][item] = (float)start.NextGaussian();
        }

        Orthonormalise(basis);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            basis = Multiply(rows, basis);
            Orthonormalise(basis);
        }

        return Vectors(basis, Multiply(rows, basis), itemCount, random.Fork("unseen"));
    }

    private static Dictionary<int, float>[] Count(IReadOnlyList<int[]> histories, int itemCount)
    {
        var counts = new Dictionary<int, float>[itemCount];
        for (var item = 0; item < itemCount; item++) counts[item] = [];
        foreach (var history in histories)
        {
            for (var i = 0; i < history.Length; i++)
            {
                for (var j = Math.Max(0, i - Window); j < i; j++)
                {
                    var (a, b) = (history[i], history[j]);
                    if (a == b) continue;
                    counts[a][b] = counts[a].GetValueOrDefault(b) + 1;
                    counts[b][a] = counts[b].GetValueOrDefault(a) + 1;
                }
            }
        }

        return counts;
    }

    private static (int Item, float Value)[][] MutualInformation(Dictionary<int, float>[] counts)
    {
        var sums = counts.Select(row => row.Values.Sum(value => (double)value)).ToArray();
        var total = sums.Sum();
        var contexts = sums.Select(sum => Math.Pow(sum, ContextSmoothing)).ToArray();
        var contextTotal = contexts.Sum();
        var rows = new (int, float)[counts.Length][];
        for (var item = 0; item < counts.Length; item++)
        {
            // Both smoothed ways are averaged, so that the matrix stays symmetric.
            rows[item] = [.. from entry in counts[item].OrderBy(entry => entry.Key)
                             let there = Math.Log(entry.Value * contextTotal / (sums[item] * contexts[entry.Key]))
                             let back = Math.Log(entry.Value * contextTotal / (sums[entry.Key] * contexts[item]))
                             let value = (float)((there + back) / 2)
                             where value > 0
                             select (entry.Key, value)];
        }

        return total > 0 ? rows : [.. counts.Select(_ => Array.Empty<(int, float)>())];
    }

    private static float[][] Multiply((int Item, float Value)[][] rows, float[][] basis) => [.. basis.Select(vector =>
    {
        var product = new float[vector.Length];
        for (var item = 0; item < rows.Length; item++)
        {
            float sum = 0;
            foreach (var (other, value) in rows[item]) sum += value * vector[other];
            product[item] = sum;
        }

        return product;
    })];

    private static void Orthonormalise(float[][] basis)
    {
        for (var d = 0; d < basis.Length; d++)
        {
            // Twice is enough (Kahan): once loses orthogonality where vectors are nearly parallel.
            for (var pass = 0; pass < 2; pass++)
                for (var e = 0; e < d; e++) RowKernels.AddScaled(basis[e], -RowKernels.Dot(basis[d], basis[e]), basis[d]);
            var norm = MathF.Sqrt(RowKernels.Dot(basis[d], basis[d]));
            if (norm < 1e-12f) Array.Clear(basis[d]);
            else foreach (ref var value in basis[d].AsSpan()) value /= norm;
        }
    }

    /// <summary>Takes away what all items share, which is how popular they are: likeness is about the rest.</summary>
    private static void Centre(Span<float> vectors, int size, ReadOnlySpan<bool> seen)
    {
        var count = seen.Count(true);
        for (var d = 0; d < size && count > 0; d++)
        {
            double sum = 0;
            for (var item = 0; item < seen.Length; item++) sum += vectors[item * size + d];
            var mean = (float)(sum / count);
            for (var item = 0; item < seen.Length; item++)
                if (seen[item]) vectors[item * size + d] -= mean;
        }
    }

    private static float[] Vectors(float[][] basis, float[][] images, int itemCount, RandomStream random)
    {
        var size = basis.Length;
        var vectors = new float[itemCount * size];
        for (var d = 0; d < size; d++)
        {
            var scale = MathF.Sqrt(MathF.Max(0, RowKernels.Dot(basis[d], images[d])));
            for (var item = 0; item < itemCount; item++) vectors[item * size + d] = basis[d][item] * scale;
        }

        var seen = new bool[itemCount];
        for (var item = 0; item < itemCount; item++) seen[item] = vectors.AsSpan(item * size, size).ContainsAnyExcept(0f);
        Centre(vectors, size, seen);
        for (var item = 0; item < itemCount; item++)
        {
            var row = vectors.AsSpan(item * size, size);
            if (!seen[item]) foreach (ref var value in row) value = (float)random.NextGaussian();
            InterestRanker.Normalise(row);
        }

        return vectors;
    }
}
