namespace MarlRec.Text;

/// <summary>How wide a batch is. Padding always stands after the words.</summary>
public enum Padding
{
    /// <summary>Always <see cref="TextPipelineOptions.SequenceLength"/>.</summary>
    ToSequenceLength,

    /// <summary>As wide as the longest row of the batch (at least 1): less work for the same result.</summary>
    ToLongest,
}
