namespace MarlRec.Text;

/// <summary>What the training texts of a <see cref="TextPipeline"/> came to.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record TextReport
{
    /// <summary>The texts read.</summary>
    public int Texts { get; init; }

    /// <summary>Texts of which no word was left.</summary>
    public int EmptyTexts { get; init; }

    /// <summary>Texts passed over because an earlier one had the same words; 0 without <see cref="TextPipelineOptions.Deduplicate"/>.</summary>
    public int DuplicateTexts { get; init; }

    /// <summary>Words counted, after stop words and duplicate texts were removed.</summary>
    public long Words { get; init; }

    /// <summary>Different words among them; those beyond the vocabulary's size are encoded as unknown.</summary>
    public int DistinctWords { get; init; }
}
