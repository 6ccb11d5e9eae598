using MarlRec.Execution;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>Folders that are damaged or made to harm: each gives one of the documented exceptions, and takes no memory beyond its own size.</summary>
public class HostileCheckpointTests
{
    public static TheoryData<string, int> Files => new()
    {
        { "config.json", 5 }, { "modules.json", 5 }, { "1_Pooling/config.json", 5 }, { "2_Dense/config.json", 5 }, { "sentence_bert_config.json", 5 }, { "tokenizer_config.json", 10 },
        { "config_sentence_transformers.json", 10 }, { "vocab.txt", 5 }, { "model.safetensors", 2 }, { "2_Dense/model.safetensors", 2 },
    };

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

    // The files of one kind share its rounds.
    [Theory]
    [MemberData(nameof(Files))]
    public void DamagedFilesGiveDocumentedExceptionsAndTakeLittleMemory(string name, int share)
    {
        using var folder = TinyBert.Copy("sentence");
        var good = folder.Read(name);
        var beside = Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) - good.Length;
        var (refused, survived, most) = HostileFiles.Check(good, 77, Read, IsDocumented, bad => HostileFiles.Bound(bad.Length + beside), HostileFiles.Rounds / share);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {good.Length} bytes, {refused} refused, {survived} read, at most {most} bytes allocated");
        Assert.True(refused > 0 && survived > 0, $"{refused} refused, {survived} read"); // some damage is harmless

        void Read(byte[] file)
        {
            folder.Write(name, file);
            Load(folder.Path);
        }
    }

    [Fact]
    public void ASettingsFileOfNothingButBracketsIsRefusedBeforeItIsADocument()
    {
        using var folder = TinyBert.Copy("sentence");
        Load(folder.Path);
        var file = System.Text.Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 500_000))}]");
        folder.Write("config.json", file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith("config.json: ", Assert.Throws<NotSupportedException>(() => Load(folder.Path)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, file.Length, HostileFiles.Bound(file.Length));
    }

    private static bool IsDocumented(Exception exception) => exception is InvalidDataException or NotSupportedException or FileNotFoundException or DirectoryNotFoundException;

    private static void Load(string path) => TextEmbedder.Load(path, ComputeContext.Serial).Embed(["hello"]);
}
