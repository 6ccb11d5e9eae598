using System.Text;
using MarlRec.Execution;
using MarlRec.Tensors;
using MarlRec.Text.Vocabularies;

namespace MarlRec.Benchmarks.Workloads;

/// <summary>A published checkpoint's folder with the shape of all-MiniLM-L6 and drawn weights, and titles of made-up words for it. Deleted with the object.</summary>
internal sealed class TitleCheckpoint : IDisposable
{
    internal const int Tokens = 30_522, Size = 384, Layers = 6, Heads = 12, Inner = 1_536, Positions = 512;

    private const int Lexicon = 20_000, Shortest = 5, Longest = 20;
    private static readonly string[] s_onsets = ["b", "br", "c", "cl", "d", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z"];
    private static readonly string[] s_rimes = ["a", "an", "ar", "e", "el", "en", "er", "i", "in", "ing", "o", "on", "or", "u", "um", "y"];

    internal TitleCheckpoint(RandomStream random, int titles)
    {
        Folder = Directory.CreateTempSubdirectory("marlrec-minilm-").FullName;
        var words = Words(random.Fork("words"));
        Titles = Draw(random.Fork("titles"), words, titles);
        WriteVocabulary(Draw(random.Fork("corpus"), words, 20_000));
        File.WriteAllText(At("config.json"), $$"""
            {"model_type": "bert", "vocab_size": {{Tokens}}, "hidden_size": {{Size}}, "num_hidden_layers": {{Layers}}, "num_attention_heads": {{Heads}}, "intermediate_size": {{Inner}},
             "max_position_embeddings": {{Positions}}, "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12}
            """);
        using var weights = File.Create(At("model.safetensors"));
        SafeTensorsFile.Write(weights, Weights(random.Fork("weights")));
    }

    internal string Folder { get; }

    /// <summary>Five to twenty words each, frequent ones more often, now and then a number.</summary>
    internal string[] Titles { get; }

    internal string At(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] Words(RandomStream random)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < Lexicon)
        {
            var word = new StringBuilder();
            for (var syllables = 1 + random.Next(4); syllables > 0; syllables--) word.Append(s_onsets[random.Next(s_onsets.Length)]).Append(s_rimes[random.Next(s_rimes.Length)]);
            words.Add(word.ToString());
        }

        return [.. words];
    }

    // The rank of a word goes by 1/rank, as word frequencies do.
    private static string[] Draw(RandomStream random, string[] words, int count)
    {
        var titles = new string[count];
        for (var i = 0; i < count; i++)
        {
            var title = new string[Shortest + random.Next(Longest - Shortest + 1)];
            for (var place = 0; place < title.Length; place++)
            {
                var word = words[(int)Math.Pow(words.Length, random.NextDouble()) - 1];
                title[place] = random.Next(20) == 0 ? $"{random.Next(500)}" : place == 0 || random.Next(3) > 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word;
            }

            titles[i] = string.Join(' ', title);
        }

        return titles;
    }

    private void WriteVocabulary(string[] corpus)
    {
        var trainer = new WordPieceTrainer();
        foreach (var title in corpus) trainer.Add(title);
        var learnt = trainer.Train(new SubwordTrainingOptions { Size = Tokens, MinimumPairCount = 2 }).Tokens;
        var lines = Enumerable.Range(0, Tokens).Select(id => id < learnt.Count ? learnt[id]! : $"[unused{id}]");
        File.WriteAllText(At("vocab.txt"), string.Join('\n', lines) + "\n");
    }

    private static Dictionary<string, FloatTensor> Weights(RandomStream random)
    {
        var tensors = new Dictionary<string, FloatTensor>(StringComparer.Ordinal);
        Drawn("embeddings.word_embeddings.weight", Tokens, Size);
        Drawn("embeddings.position_embeddings.weight", Positions, Size);
        Drawn("embeddings.token_type_embeddings.weight", 2, Size);
        Norm("embeddings.LayerNorm.");
        for (var i = 0; i < Layers; i++)
        {
            var layer = $"encoder.layer.{i}.";
            foreach (var part in (ReadOnlySpan<string>)["self.query", "self.key", "self.value", "output.dense"]) Map($"{layer}attention.{part}.", Size, Size);
            Norm(layer + "attention.output.LayerNorm.");
            Map(layer + "intermediate.dense.", Inner, Size);
            Map(layer + "output.dense.", Size, Inner);
            Norm(layer + "output.LayerNorm.");
        }

        return tensors;

        void Drawn(string name, int rows, int columns)
        {
            var tensor = Filling.Normal(random, rows, columns);
            foreach (ref var value in tensor.Span) value *= 0.05f;
            tensors.Add(name, tensor);
        }

        void Map(string name, int outputs, int inputs)
        {
            Drawn(name + "weight", outputs, inputs);
            tensors.Add(name + "bias", new FloatTensor(outputs));
        }

        void Norm(string name)
        {
            var gain = new FloatTensor(Size);
            gain.Span.Fill(1);
            tensors.Add(name + "weight", gain);
            tensors.Add(name + "bias", new FloatTensor(Size));
        }
    }
}
