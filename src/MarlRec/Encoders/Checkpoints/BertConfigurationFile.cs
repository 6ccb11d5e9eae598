using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Reads the <c>config.json</c> of a BERT-family checkpoint; what would change the result and is not supported is refused.</summary>
internal static class BertConfigurationFile
{
    private const int MostTokens = 1 << 22, LargestSize = 1 << 15, MostLayers = 256, MostPositions = 1 << 20;

    internal static BertConfiguration Read(CheckpointJson root)
    {
        if (root.Find("model_type") is { } type && type.Text() != "bert") throw type.Unsupported($"\"{type.Text()}\" is not read, only \"bert\"");
        if (root.Find("position_embedding_type") is { } positions && positions.Text() != "absolute")
            throw positions.Unsupported($"\"{positions.Text()}\" is not read, only \"absolute\"");
        foreach (var name in (ReadOnlySpan<string>)["is_decoder", "add_cross_attention"])
            if (root.Find(name) is { } flag && flag.Flag()) throw flag.Unsupported("only encoders are read");
        var size = root.Member("hidden_size").Integer(1, LargestSize);
        var heads = root.Member("num_attention_heads");
        var count = heads.Integer(1, size);
        if (size % count != 0) throw heads.Wrong($"{count} heads cannot share {size} columns evenly");
        return new BertConfiguration
        {
            Vocabulary = root.Member("vocab_size").Integer(1, MostTokens),
            Size = size,
            Heads = count,
            Layers = root.Member("num_hidden_layers").Integer(1, MostLayers),
            Inner = root.Member("intermediate_size").Integer(1, 8 * LargestSize),
            Positions = root.Member("max_position_embeddings").Integer(1, MostPositions),
            Segments = root.Find("type_vocab_size")?.Integer(1, 1024) ?? 2,
            Epsilon = root.Find("layer_norm_eps") is { } epsilon ? Positive(epsilon) : 1e-12f,
            Dropout = root.Find("hidden_dropout_prob") is { } dropout ? Probability(dropout) : 0.1f,
            Activation = root.Find("hidden_act") is { } activation ? Activation(activation) : ActivationKind.Gelu,
        };
    }

    private static float Positive(CheckpointJson value)
    {
        var number = (float)value.Number();
        return number > 0 && number <= 1 ? number : throw value.Wrong("a number above 0 and at most 1 was expected");
    }

    private static float Probability(CheckpointJson value)
    {
        var number = (float)value.Number();
        return number is >= 0 and < 1 ? number : throw value.Wrong("a probability below 1 was expected");
    }

    private static ActivationKind Activation(CheckpointJson value) => value.Text() switch
    {
        "gelu" => ActivationKind.Gelu,
        "relu" => ActivationKind.Relu,
        "tanh" => ActivationKind.Tanh,
        "sigmoid" => ActivationKind.Sigmoid,
        var other => throw value.Unsupported($"\"{other}\" is not read, only \"gelu\", \"relu\", \"tanh\" and \"sigmoid\""),
    };
}
