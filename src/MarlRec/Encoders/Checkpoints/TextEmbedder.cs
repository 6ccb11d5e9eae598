using System.Collections.Concurrent;
using System.Numerics.Tensors;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// Texts to vectors, by a published checkpoint of the BERT family, alone or as a sentence-transformers folder (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019):
/// tokens, encoder, pooling, dense maps, normalisation. Thread safety: <em>thread-safe</em>; the weights never change.
/// </summary>
/// <remarks>A text's vector is the same bits whatever other texts it is computed with, at any degree of parallelism.</remarks>
public sealed class TextEmbedder
{
    private readonly ConcurrentBag<EncoderScratch> _scratch = [];
    private readonly ComputeContext _context;
    private readonly Checkpoint _checkpoint;
    private readonly TextEmbedderOptions _options;

    private TextEmbedder(Checkpoint checkpoint, ComputeContext context, TextEmbedderOptions options) => (_checkpoint, _context, _options) = (checkpoint, context, options);

    /// <summary>D, how many numbers a vector has.</summary>
    public int Dimension => _checkpoint.Modules.Width;

    /// <summary>The most tokens of a text, with its two markers.</summary>
    public int MaximumLength => _checkpoint.MaximumLength;

    /// <summary>How many bytes the encoder's weights take, without the copies of float layers that are laid out for their products at first use.</summary>
    public long WeightBytes => _checkpoint.WeightBytes;

    /// <summary>What is put in front of every text; empty for nothing.</summary>
    public string Prompt => _checkpoint.Prompt;

    /// <summary>Reads a checkpoint: <c>config.json</c>, <c>model.safetensors</c> and <c>vocab.txt</c>, and what <c>modules.json</c> names if there is one.</summary>
    /// <param name="folder">A folder, which may come from anyone: files choose among what is known here and never name code.</param>
    /// <param name="context">Computes; must live as long as this object.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> or <paramref name="context"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty, or the checkpoint has no prompt of the name that the options give.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or the length is above the checkpoint's positions.</exception>
    /// <exception cref="IOException">The folder or a file is missing (its subclasses say which) or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">A file breaks its format or does not fit another; the message names the file and the place in it.</exception>
    /// <exception cref="NotSupportedException">A file asks for something that is not supported; the message names the file and the place in it.</exception>
    public static TextEmbedder Load(string folder, ComputeContext context, TextEmbedderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(context);
        options ??= new TextEmbedderOptions();
        options.Validate();
        return new TextEmbedder(Checkpoint.Load(new CheckpointFolder(folder), options), context, options);
    }

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">N texts, none null; an empty one has a vector too.</param>
    /// <param name="cancellationToken">Looked at before each batch.</param>
    /// <returns>Shape [N, D], in the order of the texts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public FloatTensor Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => Embed(texts, cancellationToken, out _);

    /// <summary>As the public one, and says how many tokens there were.</summary>
    internal FloatTensor Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken, out long tokens)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var rows = new int[texts.Count][];
        tokens = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if ((i & 255) == 0) cancellationToken.ThrowIfCancellationRequested();
            var text = texts[i] ?? throw new ArgumentException($"texts[{i}] is null.", nameof(texts));
            rows[i] = _checkpoint.Tokenizer.Encode(_checkpoint.Prompt + text, MaximumLength);
            tokens += rows[i].Length;
        }

        var vectors = new FloatTensor(rows.Length, Dimension);
        if (!_scratch.TryTake(out var scratch)) scratch = new EncoderScratch(_context);
        try
        {
            foreach (var batch in LengthBatches.Of(rows, _options.BatchTokens))
            {
                cancellationToken.ThrowIfCancellationRequested();
                EmbedBatch(scratch, rows, batch, vectors);
                scratch.Tape.Reset();
            }
        }
        finally
        {
            scratch.Tape.Reset();
            _scratch.Add(scratch);
        }

        return vectors;
    }

    private void EmbedBatch(EncoderScratch scratch, int[][] rows, ReadOnlySpan<int> batch, FloatTensor vectors)
    {
        var time = rows[batch[^1]].Length;
        var ids = new int[batch.Length * time];
        var lengths = new int[batch.Length];
        ids.AsSpan().Fill(_checkpoint.Tokenizer.Padding);
        for (var i = 0; i < batch.Length; i++)
        {
            rows[batch[i]].CopyTo(ids, i * time);
            lengths[i] = rows[batch[i]].Length;
        }

        var states = _checkpoint.Encode(scratch, ids, lengths).Value;
        int size = _checkpoint.Size, width = PoolingHead.Width(_checkpoint.Modules.Pooling, size);
        var pooled = new float[batch.Length * width];
        for (var i = 0; i < lengths.Length; i++)
            PoolingHead.Run(_checkpoint.Modules.Pooling, states.Slice(i * time * size, lengths[i] * size), size, pooled.AsSpan(i * width, width));
        foreach (var dense in _checkpoint.Modules.Tail)
        {
            if (dense is null) Normalize(pooled, pooled.Length / batch.Length);
            else pooled = dense.Forward(scratch.Tape, scratch.Tape.Constant(pooled, batch.Length, pooled.Length / batch.Length)).Value.ToArray();
        }

        for (var i = 0; i < batch.Length; i++) pooled.AsSpan(i * Dimension, Dimension).CopyTo(vectors.Row(batch[i]));
    }

    private static void Normalize(Span<float> vectors, int width)
    {
        for (; !vectors.IsEmpty; vectors = vectors[width..])
        {
            var vector = vectors[..width];
            TensorPrimitives.Divide(vector, MathF.Max(TensorPrimitives.Norm<float>(vector), 1e-12f), vector);
        }
    }
}
