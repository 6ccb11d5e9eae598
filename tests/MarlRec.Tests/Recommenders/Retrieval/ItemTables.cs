using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Retrieval;

/// <summary>Item tables, and queries for them, that are hard to bound.</summary>
internal static class ItemTables
{
    internal static string[] Kinds { get; } =
        ["normal", "positive", "far from zero", "whole numbers", "all equal", "zeros", "mixed scales", "one long row", "denormal", "huge", "along the query", "duplicates"];

    internal static (FloatTensor Items, float[] Query) Make(string kind, int rows, int size, RandomStream random)
    {
        var items = new FloatTensor(rows, size);
        var query = new float[size];
        foreach (ref var value in query.AsSpan()) value = (float)random.NextGaussian();
        for (var row = 0; row < rows; row++)
        {
            var scale = RowScale(kind, row, random);
            for (var i = 0; i < size; i++) items.Row(row)[i] = scale * Element(kind, query[i], random);
        }

        if (kind == "all equal") for (var row = 1; row < rows; row++) items.Row(0).CopyTo(items.Row(row));
        if (kind == "duplicates") for (var row = 7; row < rows; row++) items.Row(row % 7).CopyTo(items.Row(row));
        if (kind == "whole numbers") foreach (ref var value in query.AsSpan()) value = random.Next(3) - 1;
        if (kind == "huge") foreach (ref var value in query.AsSpan()) value *= 1e-3f;
        return (items, query);
    }

    private static float RowScale(string kind, int row, RandomStream random) => kind switch
    {
        "mixed scales" => MathF.Pow(10, random.Next(60) - 45),
        "one long row" => row == 5 ? 1e12f : 1,
        "denormal" => 1e-41f,
        "huge" => 1e35f * random.NextSingle(),
        "along the query" => 1 + row % 97 * 1e-6f,
        _ => 1,
    };

    private static float Element(string kind, float query, RandomStream random) => kind switch
    {
        "positive" => random.NextSingle(),
        "far from zero" => 10 + 0.01f * (float)random.NextGaussian(),
        "whole numbers" => random.Next(5) - 2,
        "zeros" => 0,
        "along the query" => query * (1 + 1e-6f * random.NextSingle()),
        _ => (float)random.NextGaussian(),
    };
}
