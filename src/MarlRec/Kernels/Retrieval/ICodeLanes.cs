namespace MarlRec.Kernels.Retrieval;

/// <summary>A register that holds a sum for each of some rows, in 32 bits, or two halves of it in 16 bits each.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal unsafe interface ICodeLanes<T>
    where T : struct, ICodeLanes<T>
{
    /// <summary>How many rows: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    static abstract T Zero { get; }

    /// <summary>Adds eight products to each row's halves. The codes are four bytes a row, of two codes from 0 to 15 each: the lower ones belong to the four signed bytes of <paramref name="lower"/>, the upper ones to those of <paramref name="upper"/>.</summary>
    static abstract T AddProducts(T halves, byte* codes, int lower, int upper);

    /// <summary>Adds each row's halves to its sum.</summary>
    static abstract T AddHalves(T sums, T halves);

    /// <summary>A bit for each row with scale_i · <paramref name="scale"/> · (16 · sum_i − <paramref name="start"/>) + <paramref name="margin"/> &gt; <paramref name="bar"/>.</summary>
    static abstract uint Above(T sums, int start, float* scales, float scale, float margin, float bar);

    void Store(int* target);
}
