using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MarlRec.Data;
using MarlRec.Recommenders.Serving;

namespace MarlRec.Facade;

public class RecommenderStorageTests
{
    private static readonly string s_weights = Directory.GetFiles(RichFolder.Value, "*.safetensors").Single();

    /// <summary>A saved recommender with an answered decision.</summary>
    private static class RichFolder
    {
        internal static readonly string Value = Make();

        private static string Make()
        {
            using var recommender = ToyShop.Fitted();
            var list = recommender.Recommend(new RecommendationRequest { UserId = "user-00!", Count = 3 });
            recommender.Observe(Feedback.On(list[0], EventKind.Dislike));
            var folder = ToyShop.NewFolder();
            recommender.Save(folder);
            return folder;
        }
    }

    [Fact]
    public void TruncatedFilesAreRefused()
    {
        foreach (var file in new[] { Path.Combine(RichFolder.Value, Recommender.ModelFileName), s_weights })
        {
            var bytes = File.ReadAllBytes(file);
            var step = TestTier.Choose(bytes.Length / 40 + 1, 1);
            for (var length = 0; length < bytes.Length; length += step) Refused(Path.GetFileName(file), bytes[..length]);
            Refused(Path.GetFileName(file), bytes[..^1]);
        }
    }

    [Fact]
    public void FlippedBitsAreRefusedOrHarmless()
    {
        foreach (var (file, mustThrow) in new[] { (Path.Combine(RichFolder.Value, Recommender.ModelFileName), false), (s_weights, true) })
        {
            var bytes = File.ReadAllBytes(file);
            var step = TestTier.Choose(bytes.Length / 150 + 1, 7);
            for (var at = 0; at < bytes.Length; at += step)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[at] ^= (byte)(1 << (at % 8));
                var folder = With(Path.GetFileName(file), damaged);
                var exception = Record.Exception(() => UseLoaded(folder));
                Assert.True(exception is InvalidDataException or IOException || (exception is null && !mustThrow), $"Byte {at} of {file}: {exception}");
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "format", "\"other\"" }, { "format", "null" }, { "version", "2" }, { "version", "-1" }, { "tensorFile", "\"../weights.safetensors\"" }, { "tensorFile", "\"/etc/passwd\"" },
        { "tensorFile", "\"model.json\"" }, { "tensorFile", "\"\"" }, { "tensorFile", "\".safetensors\"" }, { "tensorFile", "\"no such.safetensors\"" }, { "tensorFile", "\"a\\u0000.safetensors\"" },
        { "tensorSha256", "\"00\"" }, { "options", "null" }, { "options", "[]" }, { "options.ranker", "null" }, { "options.ranker.size", "1000000000" }, { "options.ranker.size", "9" }, { "options.ranker.size", "-1" },
        { "options.ranker.transitions", "[null]" }, { "options.ranker.transitions", "[]" }, { "options.team.hiddenSize", "1000000000" }, { "options.team.hiddenSize", "4096" },
        { "options.team.minibatchSize", "2147483647" }, { "options.serving.temperature", "0" }, { "options.serving.decisionCapacity", "0" }, { "options.replay.environment", "null" },
        { "policyVersion", "0" }, { "policyVersion", "-5" }, { "policyVersion", "9223372036854775807" }, { "blend.encoder", "2" }, { "blend.encoder", "\"NaN\"" }, { "blend.popularity", "1e999" },
        { "transitions", "null" }, { "transitions.window", "0" }, { "transitions.scale", "-1" }, { "items", "[]" }, { "items", "null" }, { "items", "[null]" }, { "items.0", "null" }, { "items.0.id", "\"books-1\"" },
        { "items.0.id", "\"\"" }, { "items.0.text", "null" }, { "items.0.attributes", "null" }, { "items.0.attributes", "{\"a\":null}" }, { "items.0.modalities", "{\"a\":null}" }, { "items.0.modalities", "{\"a\":[1e999]}" },
        { "words", "null" }, { "words", "\"\"" }, { "words", "\"{}\"" }, { "words", "\"not a pipeline\"" }, { "users", "[]" }, { "users", "null" }, { "users.0", "null" }, { "users.0", "{}" }, { "users.0.id", "\"user-01!\"" }, { "users.0.id", "\"\"" },
        { "users.0.id", "null" }, { "users.0.history", "null" }, { "users.0.history", "[30]" }, { "users.0.history", "[-1]" }, { "users.0.history", "[2147483647]" }, { "users.0.history", "[1.5]" }, { "users.0.turnedDown", "[99]" },
        { "users.0.turnedDown", "null" }, { "users.0.events", "-1" }, { "decisions", "null" }, { "decisions.0", "null" }, { "decisions.0.eventId", "\"\"" }, { "decisions.0.eventId", "null" }, { "decisions.0.userId", "\"\"" },
        { "decisions.0.candidates", "[0]" }, { "decisions.0.candidates", "[0,0,0,0,0,0,0,0,0,0,0,0]" }, { "decisions.0.candidates", "[0,1,2,3,4,5,6,7,8,9,10,99]" }, { "decisions.0.slots", "[]" }, { "decisions.0.slots", "[0,0,0]" },
        { "decisions.0.slots", "[0,1,99]" }, { "decisions.0.slots", "[0,1,-1]" }, { "decisions.0.propensities", "[0,1,1]" }, { "decisions.0.propensities", "[1,1,1.5]" }, { "decisions.0.propensities", "[1,1]" },
        { "decisions.0.context", "[]" }, { "decisions.0.context.0", "1e999" }, { "decisions.0.context.0", "\"NaN\"" }, { "decisions.0.pairFeatures", "[0]" }, { "decisions.0.reward", "1e999" }, { "decisions.0.answers", "null" },
        { "decisions.0.answers", "[null]" }, { "decisions.0.answers.0.item", "-3" }, { "decisions.0.answers.0.kind", "\"Sneeze\"" }, { "decisions.0.answers.0.kind", "77" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileDescriptionsAreRefused(string path, string value)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(RichFolder.Value, Recommender.ModelFileName)))!;
        Set(json, path.Split('.'), value.Replace("1e999", "\"\\u0001\"", StringComparison.Ordinal));
        var text = json.ToJsonString().Replace("\"\\u0001\"", "1e999", StringComparison.Ordinal);
        Refused(Recommender.ModelFileName, System.Text.Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void ADecisionSavedTwiceIsRefused()
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(RichFolder.Value, Recommender.ModelFileName)))!;
        json["decisions"]!.AsArray().Add(json["decisions"]![0]!.DeepClone());
        Refused(Recommender.ModelFileName, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    [Theory]
    [InlineData("ranker.bias", float.NaN)]
    [InlineData("ranker.vectors", float.PositiveInfinity)]
    [InlineData("ranker.transitions.rows", -1f)]
    [InlineData("ranker.transitions.rows", 0.5f)]
    [InlineData("ranker.transitions.followers", 30f)]
    [InlineData("ranker.transitions.followers", 1e9f)]
    [InlineData("ranker.transitions.counts", float.NaN)]
    [InlineData("ranker.transitions.counts", -1e9f)]
    [InlineData("users.hidden", float.NaN)]
    [InlineData("team.served.pair.weight", float.NegativeInfinity)]
    public void TensorsWithARightHashAndWrongNumbersAreRefused(string tensor, float number)
    {
        var state = MarlRec.Learning.TrainingState.Read(new MemoryStream(File.ReadAllBytes(s_weights)));
        state.Tensors[tensor].Span[0] = number;
        using var stream = new MemoryStream();
        state.Write(stream);
        var folder = With(Path.GetFileName(s_weights), stream.ToArray());
        var path = Path.Combine(folder, Recommender.ModelFileName);
        var json = JsonNode.Parse(File.ReadAllBytes(path))!;
        json["tensorSha256"] = Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
        File.WriteAllText(path, json.ToJsonString());
        Assert.Throws<InvalidDataException>(() => Recommender.Load(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void MissingFilesAndFoldersAreReported()
    {
        Assert.ThrowsAny<ArgumentException>(() => Recommender.Load(""));
        Assert.ThrowsAny<ArgumentException>(() => Recommender.Load(null!));
        Assert.ThrowsAny<ArgumentException>(() => Recommender.Load(RichFolder.Value, 0));
        Assert.ThrowsAny<IOException>(() => Recommender.Load(Path.Combine(RichFolder.Value, "nowhere")));
        var folder = With(Recommender.ModelFileName, File.ReadAllBytes(Path.Combine(RichFolder.Value, Recommender.ModelFileName)));
        var weights = Path.Combine(folder, Path.GetFileName(s_weights));
        File.Delete(weights);
        Assert.ThrowsAny<IOException>(() => Recommender.Load(folder));
        Directory.CreateDirectory(weights);
        Assert.ThrowsAny<IOException>(() => Recommender.Load(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("the folder is a file")]
    [InlineData("a folder is in the weights' way")]
    [InlineData("a folder is in the description's way")]
    [InlineData("a folder is in the temporary's way")]
    public void AFailedSaveLeavesTheEarlierOneWhole(string what)
    {
        using var recommender = ToyShop.Fitted();
        var folder = ToyShop.NewFolder();
        recommender.Save(folder);
        var (before, target) = (ToyShop.Folder(folder), folder);
        recommender.Observe(new Feedback { UserId = "newcomer", ItemId = "films-1", Kind = EventKind.Like });
        var probe = ToyShop.NewFolder();
        recommender.Save(probe);
        var weights = Path.GetFileName(Directory.GetFiles(probe, "*.safetensors").Single());
        Directory.Delete(probe, recursive: true);
        if (what == "the folder is a file") target = Path.Combine(folder, Recommender.ModelFileName);
        else if (what == "a folder is in the weights' way") Directory.CreateDirectory(Path.Combine(folder, weights, "x"));
        else if (what == "a folder is in the temporary's way") Directory.CreateDirectory(Path.Combine(folder, Recommender.ModelFileName + ".tmp"));
        else
        {
            // The description cannot be replaced: nothing earlier is there to lose, but the failure is told as one of input and output.
            File.Delete(Path.Combine(folder, Recommender.ModelFileName));
            Directory.CreateDirectory(Path.Combine(folder, Recommender.ModelFileName, "x"));
            Assert.ThrowsAny<IOException>(() => recommender.Save(folder));
            Directory.Delete(folder, recursive: true);
            return;
        }

        Assert.ThrowsAny<IOException>(() => recommender.Save(target));
        using (var earlier = Recommender.Load(folder)) Assert.Equal(before, ToyShop.Bytes(earlier));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void SavingOverAnEarlierSaveLeavesNothingOfIt()
    {
        using var recommender = ToyShop.Fitted();
        var folder = ToyShop.NewFolder();
        recommender.Save(folder);
        recommender.Observe(new Feedback { UserId = "newcomer", ItemId = "films-1", Kind = EventKind.Like });
        recommender.Save(folder);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        Assert.Equal(ToyShop.Bytes(recommender), ToyShop.Folder(folder));
        Directory.Delete(folder, recursive: true);
    }

    private static void UseLoaded(string folder)
    {
        using var loaded = Recommender.Load(folder);
        loaded.Recommend(new RecommendationRequest { UserId = "user-00!", Text = "novel" });
        loaded.Learn(TestContext.Current.CancellationToken);
    }

    private static void Refused(string file, byte[] content)
    {
        var folder = With(file, content);
        var exception = Record.Exception(() => Recommender.Load(folder).Dispose());
        Assert.True(exception is InvalidDataException or IOException, string.Create(CultureInfo.InvariantCulture, $"{file}, {content.Length} bytes: {exception?.ToString() ?? "loaded"}"));
        Directory.Delete(folder, recursive: true);
    }

    private static string With(string file, byte[] content)
    {
        var folder = ToyShop.NewFolder();
        foreach (var path in Directory.GetFiles(RichFolder.Value)) File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        File.WriteAllBytes(Path.Combine(folder, file), content);
        return folder;
    }

    private static void Set(JsonNode node, ReadOnlySpan<string> path, string value)
    {
        if (path.Length > 1)
        {
            var child = node is JsonArray list ? list[int.Parse(path[0], CultureInfo.InvariantCulture)] : node[path[0]];
            Set(child ?? throw new InvalidOperationException($"No {path[0]}."), path[1..], value);
        }
        else if (node is JsonArray array) array[int.Parse(path[0], CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else node[path[0]] = node.AsObject().ContainsKey(path[0]) ? JsonNode.Parse(value) : throw new InvalidOperationException($"No {path[0]}.");
    }
}
