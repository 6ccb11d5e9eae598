namespace MarlRec.Kernels.Retrieval;

/// <summary>A register of 32-bit sums, one for each item of a group whose bytes lie interleaved: four of the first item, four of the second and so on.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal unsafe interface IByteLanes<T>
    where T : struct, IByteLanes<T>
{
    /// <summary>How many items: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    static abstract T Create(int value);

    /// <summary>sum + Σ code · query over four bytes of every item. Codes are 0 to 255; the four signed bytes of <paramref name="query"/> are within ±63, so that two products fit 16 bits.</summary>
    static abstract T AddProducts(T sum, byte* codes, int query);

    /// <summary>A bit for every item with scale_i · <paramref name="scale"/> · sum_i + <paramref name="margin"/> &gt; <paramref name="bar"/>.</summary>
    static abstract uint Above(T sum, float* scales, float scale, float margin, float bar);
}
