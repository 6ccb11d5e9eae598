using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Fills an encoder from the tensors of a BERT-family checkpoint, whose names and shapes are all checked before memory is taken.</summary>
internal static class BertWeights
{
    private static readonly string[] s_projections = ["query", "key", "value"];

    internal static BertEncoder Load(BertConfiguration configuration, CheckpointTensors tensors)
    {
        tensors.Prefix = tensors.Has("bert.embeddings.word_embeddings.weight") ? "bert." : "";
        // Files of before 2019 call a norm's gain and bias as the paper's TensorFlow code did.
        var old = tensors.Has("embeddings.LayerNorm.gamma");
        var names = (Gain: old ? "gamma" : "weight", Bias: old ? "beta" : "bias");
        Require(configuration, tensors, names);
        var encoder = new BertEncoder(configuration, new RandomStream(0)); // drawn, then overwritten
        tensors.Read("embeddings.word_embeddings.weight", encoder.Embeddings.Words.Weight.Value.Span);
        tensors.Read("embeddings.position_embeddings.weight", encoder.Embeddings.Places.Weight.Value.Span);
        tensors.Read("embeddings.token_type_embeddings.weight", encoder.Embeddings.Segments.Weight.Value.Span);
        Norm("embeddings.LayerNorm.", encoder.Embeddings.Norm);
        for (var i = 0; i < encoder.Encoder.Layers.Count; i++)
        {
            var (layer, prefix) = (encoder.Encoder.Layers[i], Layer(i));
            for (var part = 0; part < s_projections.Length; part++)
            {
                var source = $"{prefix}attention.self.{s_projections[part]}.";
                int rows = configuration.Size, elements = rows * rows;
                tensors.Read(source + "weight", layer.SelfAttention.InputWeight.Value.Span.Slice(part * elements, elements));
                tensors.Read(source + "bias", layer.SelfAttention.InputBias.Value.Span.Slice(part * rows, rows));
            }

            Map(prefix + "attention.output.dense.", layer.SelfAttention.Output);
            Norm(prefix + "attention.output.LayerNorm.", layer.AttentionNorm);
            Map(prefix + "intermediate.dense.", layer.Inner);
            Map(prefix + "output.dense.", layer.Outer);
            Norm(prefix + "output.LayerNorm.", layer.FeedForwardNorm);
        }

        encoder.Freeze();
        return encoder;

        void Map(string prefix, Linear map)
        {
            tensors.Read(prefix + "weight", map.Weight.Value.Span);
            tensors.Read(prefix + "bias", map.Bias!.Value.Span);
        }

        void Norm(string prefix, LayerNorm norm)
        {
            tensors.Read(prefix + names.Gain, norm.Weight.Value.Span);
            tensors.Read(prefix + names.Bias, norm.Bias.Value.Span);
        }
    }

    private static string Layer(int index) => $"encoder.layer.{index}.";

    private static void Require(BertConfiguration configuration, CheckpointTensors tensors, (string Gain, string Bias) names)
    {
        int size = configuration.Size, inner = configuration.Inner;
        tensors.Require("embeddings.word_embeddings.weight", configuration.Vocabulary, size);
        tensors.Require("embeddings.position_embeddings.weight", configuration.Positions, size);
        tensors.Require("embeddings.token_type_embeddings.weight", configuration.Segments, size);
        Norm("embeddings.LayerNorm.");
        for (var i = 0; i < configuration.Layers; i++)
        {
            foreach (var part in s_projections) Map($"{Layer(i)}attention.self.{part}.", size, size);
            Map(Layer(i) + "attention.output.dense.", size, size);
            Norm(Layer(i) + "attention.output.LayerNorm.");
            Map(Layer(i) + "intermediate.dense.", inner, size);
            Map(Layer(i) + "output.dense.", size, inner);
            Norm(Layer(i) + "output.LayerNorm.");
        }

        void Map(string prefix, int outputs, int inputs)
        {
            tensors.Require(prefix + "weight", outputs, inputs);
            tensors.Require(prefix + "bias", outputs);
        }

        void Norm(string prefix)
        {
            tensors.Require(prefix + names.Gain, size);
            tensors.Require(prefix + names.Bias, size);
        }
    }
}
