namespace MarlRec.Encoders.Checkpoints;

/// <summary>How a text's vector is made of its tokens' vectors h. Where several are asked for, their vectors stand side by side in this order.</summary>
[Flags]
public enum TokenPooling
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The first token's.</summary>
    First = 1,

    /// <summary>The largest number of each column.</summary>
    Maximum = 2,

    /// <summary>Σ h / n, over n tokens.</summary>
    Mean = 4,

    /// <summary>Σ h / √n.</summary>
    MeanBySquareRoot = 8,

    /// <summary>Σ i · h(i) / Σ i, with i from 1 on: late tokens count more (Muennighoff, "SGPT", 2022).</summary>
    WeightedMean = 16,

    /// <summary>The last token's.</summary>
    Last = 32,
}
