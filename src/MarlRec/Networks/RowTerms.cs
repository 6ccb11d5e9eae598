namespace MarlRec.Networks;

/// <summary>What is to be added to rows of a table: factors[i] · rows[sources[i]] to row ids[i], in the order of i.</summary>
/// <param name="count">How many terms there are.</param>
/// <param name="width">How long a row is.</param>
/// <param name="ids">[count]; may repeat.</param>
/// <param name="rows">Rows of that width.</param>
/// <param name="factors">[count], or null for 1.</param>
/// <param name="sources">[count], or null for row i.</param>
internal readonly unsafe struct RowTerms(int count, int width, int* ids, float* rows, float* factors = null, int* sources = null)
{
    internal readonly int Count = count, Width = width;
    internal readonly int* Ids = ids;
    private readonly float* _rows = rows, _factors = factors;
    private readonly int* _sources = sources;

    internal ReadOnlySpan<float> Row(int i) => new(_rows + (nint)(_sources == null ? i : _sources[i]) * Width, Width);

    internal float Factor(int i) => _factors == null ? 1 : _factors[i];
}
