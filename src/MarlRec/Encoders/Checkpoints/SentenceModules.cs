using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>What a sentence-transformers folder says is done to a text, read from <c>modules.json</c> and the files that it names.</summary>
internal sealed class SentenceModules
{
    private const int MostModules = 16, LargestWidth = 1 << 16;

    internal TokenPooling Pooling { get; private set; }

    /// <summary>What follows the pooling, in order; null stands for scaling to unit length.</summary>
    internal List<DenseLayer?> Tail { get; } = [];

    /// <summary>How many numbers a text's vector has in the end.</summary>
    internal int Width { get; private set; }

    /// <summary>A folder without modules: the mean of the tokens, as sentence-transformers takes it.</summary>
    internal static SentenceModules Plain(int size) => new() { Pooling = TokenPooling.Mean, Width = size };

    /// <summary>The path of the encoder, before its files are read.</summary>
    internal static string FindEncoder(CheckpointJson root)
    {
        var items = root.Items(MostModules);
        if (items.Count == 0) throw root.Wrong("there are no modules");
        if (KindOf(items[0]) != ModuleKind.Encoder) throw items[0].Member("type").Unsupported("the first module must be the Transformer");
        var path = items[0].Member("path");
        return CheckpointFolder.RequireInside(path.Text(), path);
    }

    internal static SentenceModules Read(CheckpointFolder folder, CheckpointJson root, int size)
    {
        var items = root.Items(MostModules);
        var modules = new SentenceModules();
        for (var i = 1; i < items.Count; i++)
        {
            var path = items[i].Member("path");
            var at = CheckpointFolder.RequireInside(path.Text(), path);
            var kind = KindOf(items[i]);
            if ((kind == ModuleKind.Pooling) != (i == 1)) throw items[i].Member("type").Unsupported("the second module, and no other, must be the Pooling");
            switch (kind)
            {
                case ModuleKind.Pooling:
                    modules.Pooling = folder.ReadJson(at + "config.json", json => ReadPooling(json, size));
                    modules.Width = PoolingHead.Width(modules.Pooling, size);
                    break;
                case ModuleKind.Dense:
                    var dense = folder.ReadJson(at + "config.json", json => DenseLayer.Read(folder, at, json, modules.Width, LargestWidth));
                    modules.Tail.Add(dense);
                    modules.Width = dense.Width;
                    break;
                case ModuleKind.Normalize:
                    modules.Tail.Add(null);
                    break;
                default:
                    throw items[i].Member("type").Unsupported("only the first module may be a Transformer");
            }
        }

        if (modules.Pooling == TokenPooling.None) throw root.Unsupported("a Pooling must follow the Transformer");
        return modules;
    }

    // The one place where a file's type names mean anything: they choose among these and never name code.
    private static ModuleKind KindOf(CheckpointJson item)
    {
        var type = item.Member("type");
        return type.Text() switch
        {
            "sentence_transformers.models.Transformer" => ModuleKind.Encoder,
            "sentence_transformers.models.Pooling" => ModuleKind.Pooling,
            "sentence_transformers.models.Dense" => ModuleKind.Dense,
            "sentence_transformers.models.Normalize" => ModuleKind.Normalize,
            var other => throw type.Unsupported($"\"{(other.Length <= 80 ? other : other[..80])}\" is not a module that is read"),
        };
    }

    private static TokenPooling ReadPooling(CheckpointJson root, int size)
    {
        var width = root.Member("word_embedding_dimension");
        if (width.Integer(1, LargestWidth) != size) throw width.Wrong($"{size} was expected, as the encoder has it");
        if (!root.FlagOr("include_prompt", true)) throw root.Member("include_prompt").Unsupported("prompts are always pooled");
        var pooling = TokenPooling.None;
        foreach (var (name, kind) in ((string, TokenPooling)[])
            [
                ("pooling_mode_cls_token", TokenPooling.First), ("pooling_mode_max_tokens", TokenPooling.Maximum), ("pooling_mode_mean_tokens", TokenPooling.Mean),
                ("pooling_mode_mean_sqrt_len_tokens", TokenPooling.MeanBySquareRoot), ("pooling_mode_weightedmean_tokens", TokenPooling.WeightedMean),
                ("pooling_mode_lasttoken", TokenPooling.Last),
            ])
            if (root.FlagOr(name, false)) pooling |= kind;
        return pooling != TokenPooling.None ? pooling : throw root.Wrong("no pooling mode is set");
    }

    private enum ModuleKind
    {
        Encoder,
        Pooling,
        Dense,
        Normalize,
    }
}
