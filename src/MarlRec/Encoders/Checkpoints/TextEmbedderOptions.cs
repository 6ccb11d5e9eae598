namespace MarlRec.Encoders.Checkpoints;

/// <summary>How a <see cref="TextEmbedder"/> works. Thread safety: <em>immutable</em>.</summary>
public sealed record TextEmbedderOptions
{
    /// <summary>
    /// The most tokens of a text with its two markers, in [2, the checkpoint's positions]; what is too much is cut off at the end. Null, the default, for what the
    /// checkpoint says.
    /// </summary>
    public int? MaximumLength { get; init; }

    /// <summary>The most tokens, padding included, that are computed at once: at least 1. A longer text is a batch of its own. Default 2,048.</summary>
    public int BatchTokens { get; init; } = 2048;

    /// <summary>
    /// Whether the weights of the layers' linear maps are held as bytes with one scale for each output: a quarter of their memory, and an eighth of what float
    /// inference takes for them, which keeps a second copy laid out for its products. Vectors change a little. Default false.
    /// </summary>
    public bool QuantizeLayers { get; init; }

    /// <summary>The checkpoint's prompt that is put in front of every text. Null, the default, for the checkpoint's own choice; empty for none.</summary>
    public string? PromptName { get; init; }

    /// <summary>Checks what can be checked without a checkpoint.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchTokens, 1);
        if (MaximumLength is { } longest) ArgumentOutOfRangeException.ThrowIfLessThan(longest, 2, nameof(MaximumLength));
    }
}
