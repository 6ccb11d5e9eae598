using MarlRec.Execution;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Folders that are damaged or made to harm: each gives one of the documented exceptions, and takes no memory beyond its own size.</summary>
public class HostileCheckpointTests
{
    private static readonly string[] s_files =
    [
        "config.json", "modules.json", "1_Pooling/config.json", "2_Dense/config.json", "sentence_bert_config.json", "tokenizer_config.json",
        "config_sentence_transformers.json", "vocab.txt", "model.safetensors", "2_Dense/model.safetensors",
    ];

    public static TheoryData<string, string, string, bool, string> Edits => new()
    {
        { "modules.json", "models.Pooling", "models.Pooling, evil", false, "modules.json: $[1].type" },
        { "modules.json", "sentence_transformers.models.Normalize", "System.Diagnostics.Process", false, "modules.json: $[3].type" },
        { "modules.json", "1_Pooling", "../1_Pooling", true, "modules.json: $[1].path" },
        { "modules.json", "1_Pooling", "/etc", true, "modules.json: $[1].path" },
        { "modules.json", "1_Pooling", "C:\\\\x", true, "modules.json: $[1].path" },
        { "modules.json", "1_Pooling", "a/../../b", true, "modules.json: $[1].path" },
        { "modules.json", "\"path\": \"\"", "\"path\": \"..\"", true, "modules.json: $[0].path" },
        { "modules.json", "models.Transformer", "models.Dense", false, "modules.json: $[0].type" },
        { "modules.json", "\"idx\": 0", "\"idx\": 0, \"idx\": 0", true, "modules.json: not valid JSON" },
        { "modules.json", "\"path\": \"\"", "\"path\": \"\\ud800\"", true, "modules.json" },
        { "config.json", "\"model_type\": \"bert\"", "\"model_type\": \"roberta\"", false, "config.json: $.model_type" },
        { "config.json", "\"gelu\"", "\"gelu_new\"", false, "config.json: $.hidden_act" },
        { "config.json", "absolute", "relative_key", false, "config.json: $.position_embedding_type" },
        { "config.json", "\"hidden_size\": 32", "\"hidden_size\": 2000000000", true, "config.json: $.hidden_size" },
        { "config.json", "\"hidden_size\": 32", "\"hidden_size\": \"32\"", true, "config.json: $.hidden_size" },
        { "config.json", "\"hidden_size\": 32,", "", true, "config.json: $.hidden_size" },
        { "config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", true, "model.safetensors: tensor encoder.layer.2" },
        { "config.json", "\"vocab_size\": 64", "\"vocab_size\": 4000000", true, "model.safetensors: tensor embeddings.word" },
        { "config.json", "\"num_attention_heads\": 4", "\"num_attention_heads\": 5", true, "config.json: $.num_attention_heads" },
        { "config.json", "\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": 0", true, "config.json: $.layer_norm_eps" },
        { "1_Pooling/config.json", "\"word_embedding_dimension\": 32", "\"word_embedding_dimension\": 31", true, "1_Pooling/config.json: $.word_embedding_dimension" },
        { "1_Pooling/config.json", "\"include_prompt\": true", "\"include_prompt\": false", false, "1_Pooling/config.json: $.include_prompt" },
        { "1_Pooling/config.json", ": true", ": false", false, "1_Pooling/config.json" },
        { "2_Dense/config.json", "activation.Tanh", "activation.Softplus", false, "2_Dense/config.json: $.activation_function" },
        { "2_Dense/config.json", "\"in_features\": 192", "\"in_features\": 32", true, "2_Dense/config.json: $.in_features" },
        { "2_Dense/config.json", "\"out_features\": 20", "\"out_features\": 60000", true, "2_Dense/model.safetensors: tensor linear.weight" },
        { "sentence_bert_config.json", "16", "1600", true, "sentence_bert_config.json: $.max_seq_length" },
        { "tokenizer_config.json", "\"[CLS]\"", "\"<s>\"", false, "tokenizer_config.json: $.cls_token" },
        { "config_sentence_transformers.json", "\"default_prompt_name\": null", "\"default_prompt_name\": \"x\"", true, "config_sentence_transformers.json: $.default_prompt_name" },
        { "vocab.txt", "[MASK]", "[OTHER]", true, "vocab.txt" },
        { "vocab.txt", "the\n", "book\n", true, "vocab.txt" },
        { "vocab.txt", "the\n", "the\nmore\n", true, "vocab.txt" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void AnEditGivesAnExceptionThatNamesThePlace(string file, string old, string with, bool invalid, string place)
    {
        using var folder = TinyBert.Copy("sentence");
        folder.Replace(file, old, with);
        Exception exception = invalid
            ? Assert.Throws<InvalidDataException>(() => Load(folder.Path))
            : Assert.Throws<NotSupportedException>(() => Load(folder.Path));
        Assert.StartsWith(place, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", "", typeof(FileNotFoundException))]
    [InlineData("model.safetensors", "", typeof(FileNotFoundException))]
    [InlineData("model.safetensors", "pytorch_model.bin", typeof(NotSupportedException))]
    [InlineData("model.safetensors", "model.safetensors.index.json", typeof(NotSupportedException))]
    [InlineData("vocab.txt", "", typeof(FileNotFoundException))]
    [InlineData("vocab.txt", "tokenizer.json", typeof(InvalidDataException))]
    [InlineData("1_Pooling/config.json", "", typeof(FileNotFoundException))]
    public void AMissingFileIsNamed(string file, string instead, Type expected)
    {
        using var folder = TinyBert.Copy("sentence");
        folder.Delete(file);
        if (instead.Length > 0) folder.Write(instead, [1]);
        var exception = Record.Exception(() => Load(folder.Path));
        Assert.IsType(expected, exception);
        Assert.Contains(instead.Length > 0 ? instead : file, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsMustBeFiniteAndOfAKnownType()
    {
        using var folder = TinyBert.Copy("sentence");
        var good = folder.Read("model.safetensors");
        var bad = (byte[])good.Clone();
        var data = 8 + BitConverter.ToInt32(good);
        BitConverter.TryWriteBytes(bad.AsSpan(data + 40), float.NaN);
        folder.Write("model.safetensors", bad);
        Assert.Contains("embeddings.word_embeddings.weight holds NaN at 10", Assert.Throws<InvalidDataException>(() => Load(folder.Path)).Message, StringComparison.Ordinal);

        bad = (byte[])good.Clone();
        var at = good.AsSpan().IndexOf("F32"u8);
        "I32"u8.CopyTo(bad.AsSpan(at));
        folder.Write("model.safetensors", bad);
        Assert.Contains("is I32", Assert.Throws<NotSupportedException>(() => Load(folder.Path)).Message, StringComparison.Ordinal);

        folder.Write("model.safetensors", good);
        folder.Write("config.json", new byte[(1 << 20) + 1]);
        Assert.StartsWith("config.json: 1048577 bytes", Assert.Throws<NotSupportedException>(() => Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MutatedFoldersGiveDocumentedExceptionsAndTakeLittleMemory()
    {
        using var folder = TinyBert.Copy("sentence");
        var files = s_files.ToDictionary(name => name, folder.Read);
        long size = files.Values.Sum(file => (long)file.Length);
        Load(folder.Path); // what the runtime allocates once is not the folder's
        var random = new RandomStream(77);
        var survived = 0;
        for (var trial = 0; trial < TestTier.Choose(4000, 100_000); trial++)
        {
            var name = s_files[trial % s_files.Length];
            var bad = Mutate(files[name], name.EndsWith("safetensors", StringComparison.Ordinal), random);
            folder.Write(name, bad);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Exception? seen = null;
            try
            {
                TextEmbedder.Load(folder.Path, ComputeContext.Serial).Embed(["the red book"]);
                survived++;
            }
            catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or FileNotFoundException or DirectoryNotFoundException)
            {
                seen = exception;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Trial {trial}, {name}: {exception}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= 4 * size + (1 << 20), $"Trial {trial}, {name}: {allocated} bytes for {size} of input; {seen?.Message}");
            folder.Write(name, files[name]);
        }

        Assert.InRange(survived, 1, TestTier.Choose(4000, 100_000) - 1000); // some are harmless, many are not
    }

    // Bytes changed, a span cut, doubled or filled with digits; in weights, mostly in the header.
    private static byte[] Mutate(byte[] good, bool isTensors, RandomStream random)
    {
        var reach = isTensors ? Math.Min(good.Length, 8 + BitConverter.ToInt32(good)) : good.Length;
        var bad = good.ToList();
        for (var edits = 1 + random.Next(3); edits > 0; edits--)
        {
            var at = random.Next(Math.Min(reach, bad.Count));
            var count = Math.Min(1 + random.Next(12), bad.Count - at);
            switch (random.Next(6))
            {
                case 0: bad[at] = (byte)random.Next(256); break;
                case 1: bad[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bad.RemoveRange(at, count); break;
                case 3: bad.InsertRange(at, bad.GetRange(at, count)); break;
                case 4: for (var i = 0; i < count; i++) bad[at + i] = (byte)('0' + random.Next(10)); break;
                default: if (random.Next(8) == 0) bad.RemoveRange(at, bad.Count - at); break;
            }

            if (bad.Count == 0) break;
        }

        return [.. bad];
    }

    private static void Load(string path) => TextEmbedder.Load(path, ComputeContext.Serial).Embed(["hello"]);
}
