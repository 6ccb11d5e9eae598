using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>All that a folder holds, read and checked. Thread safety: <em>immutable</em>.</summary>
internal sealed class Checkpoint
{
    private readonly BertEncoder? _exact;
    private readonly Int8BertEncoder? _rounded;

    private Checkpoint(BertEncoder encoder, bool quantize)
    {
        Size = encoder.Configuration.Size;
        if (quantize) _rounded = new Int8BertEncoder(encoder);
        else _exact = encoder;
    }

    /// <summary>How wide the encoder's states are.</summary>
    internal int Size { get; }

    internal required SentenceModules Modules { get; init; }

    internal required CheckpointTokenizer Tokenizer { get; init; }

    internal required int MaximumLength { get; init; }

    internal required string Prompt { get; init; }

    internal long WeightBytes => _rounded?.Bytes ?? sizeof(float) * (long)_exact!.ParameterCount;

    /// <summary>The last layer's states, [B, T, D].</summary>
    internal Variable Encode(EncoderScratch scratch, ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths)
    {
        if (_rounded is not null) return _rounded.Forward(scratch, ids, lengths);
        var x = scratch.Keep(_exact!.Embeddings.Forward(scratch.Tape, ids, lengths.Length));
        foreach (var layer in _exact.Encoder.Layers) x = scratch.Keep(layer.Forward(scratch.Tape, x, lengths));
        return x;
    }

    internal static Checkpoint Load(CheckpointFolder folder, TextEmbedderOptions options)
    {
        var isSentence = folder.Has("modules.json");
        var at = isSentence ? folder.ReadJson("modules.json", SentenceModules.FindEncoder) : "";
        var configuration = folder.ReadJson(at + "config.json", BertConfigurationFile.Read);
        var modules = isSentence ? folder.ReadJson("modules.json", json => SentenceModules.Read(folder, json, configuration.Size)) : SentenceModules.Plain(configuration.Size);
        var settings = folder.Has(at + "sentence_bert_config.json")
            ? folder.ReadJson(at + "sentence_bert_config.json", json => ReadSettings(json, configuration.Positions))
            : (Longest: null, LowerCase: false);
        var longest = options.MaximumLength ?? settings.Longest ?? DefaultLength(folder, at, configuration.Positions);
        if (longest > configuration.Positions)
            throw new ArgumentOutOfRangeException(nameof(options), longest, $"MaximumLength must be in [2, {configuration.Positions}], the checkpoint's positions.");
        if (longest < 2) throw new InvalidDataException($"{at}config.json: $.max_position_embeddings: a text has two markers, so at least 2 was expected.");
        var prompt = folder.Has("config_sentence_transformers.json")
            ? folder.ReadJson("config_sentence_transformers.json", json => ReadPrompt(json, options.PromptName))
            : options.PromptName is null or "" ? "" : throw NoPrompt(options.PromptName);
        var encoder = BertWeights.Load(configuration, Weights(folder, at));
        return new Checkpoint(encoder, options.QuantizeLayers)
        {
            Modules = modules,
            Tokenizer = CheckpointTokenizer.Load(folder, at, settings.LowerCase, configuration.Vocabulary),
            MaximumLength = longest,
            Prompt = prompt,
        };
    }

    private static CheckpointTensors Weights(CheckpointFolder folder, string at)
    {
        if (!folder.Has(at + "model.safetensors"))
        {
            if (folder.Has(at + "model.safetensors.index.json")) throw new NotSupportedException($"{at}model.safetensors.index.json: weights in several files are not read.");
            if (folder.Has(at + "pytorch_model.bin"))
                throw new NotSupportedException($"{at}pytorch_model.bin: a pickle can run code and is not read; convert it to model.safetensors.");
        }

        return folder.ReadTensors(at + "model.safetensors");
    }

    private static (int? Longest, bool LowerCase) ReadSettings(CheckpointJson root, int positions) =>
        (root.Find("max_seq_length")?.Integer(2, positions), root.FlagOr("do_lower_case", false));

    private static int DefaultLength(CheckpointFolder folder, string at, int positions) => folder.Has(at + "tokenizer_config.json")
        ? folder.ReadJson(at + "tokenizer_config.json", json => json.Find("model_max_length") is { } most ? (int)Math.Clamp(most.Number(), 2, positions) : positions)
        : positions;

    private static string ReadPrompt(CheckpointJson root, string? wanted)
    {
        var name = wanted ?? root.Find("default_prompt_name")?.Text();
        if (string.IsNullOrEmpty(name)) return "";
        if (root.Find("prompts")?.Find(name) is { } prompt) return prompt.Text();
        throw wanted is null ? root.Member("default_prompt_name").Wrong($"there is no prompt \"{name}\"") : NoPrompt(wanted);
    }

    private static ArgumentException NoPrompt(string name) => new($"PromptName: the checkpoint has no prompt \"{name}\".");
}
