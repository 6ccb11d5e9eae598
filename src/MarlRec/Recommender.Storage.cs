using System.Security.Cryptography;
using System.Text.Json;
using MarlRec.Data;
using MarlRec.Learning;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Storage;

namespace MarlRec;

public sealed partial class Recommender
{
    /// <summary>The file of a saved recommender's folder that names the others.</summary>
    public const string ModelFileName = "model.json";

    /// <summary>Saves everything: weights, ids, users, waiting decisions, the learner's optimiser. Loading it and going on is the same as never having stopped.</summary>
    /// <param name="directory">The folder; made when missing. What an earlier save left there is replaced only once the new save is complete.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or empty.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    /// <exception cref="IOException">The disk refused; what was saved before is still whole.</exception>
    /// <remarks>Equal recommenders save equal bytes. Feedback that arrives meanwhile is in the save or is not.</remarks>
    public void Save(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        lock (_learning)
        {
            var model = Model;
            KeyValuePair<string, UserState>[] users;
            IReadOnlyList<LoggedDecision> decisions;
            lock (_observing)
            {
                // Both at one moment: an answer is in the save with what it changed of the user, or not at all.
                users = [.. model.Users.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
                decisions = model.Decisions.Snapshot();
            }

            using var tensors = new MemoryStream();
            RecommenderTensors.Export(model, _learner!, [.. users.Select(pair => pair.Value)]).Write(tensors);
            var bytes = tensors.GetBuffer().AsMemory(0, (int)tensors.Length);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
            var saved = Describe(model, users, decisions, hash);
            try
            {
                Write(directory, saved, bytes);
            }
            catch (UnauthorizedAccessException refusal)
            {
                throw new IOException($"\"{directory}\" cannot be written: {refusal.Message}", refusal);
            }
        }
    }

    private static void Write(string directory, SavedRecommender saved, ReadOnlyMemory<byte> tensors)
    {
        Directory.CreateDirectory(directory);
        AtomicFile.Write(Path.Combine(directory, saved.TensorFile), stream => stream.Write(tensors.Span));
        AtomicFile.Write(Path.Combine(directory, ModelFileName), stream => JsonSerializer.Serialize(stream, saved, SavedRecommenderJson.Default.SavedRecommender));
        foreach (var stale in Directory.EnumerateFiles(directory, "weights-*.safetensors"))
            if (Path.GetFileName(stale) != saved.TensorFile) File.Delete(stale);
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="degreeOfParallelism">How many threads later learning uses, 1 to 1,024.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The degree is out of range.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, truncated, or of another format or version; the message says which and why.</exception>
    public static Recommender Load(string directory, int degreeOfParallelism = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Execution.Throw.IfOutside(degreeOfParallelism, 1, 1024);
        var path = Path.Combine(directory, ModelFileName);
        try
        {
            return Restore(directory, File.ReadAllBytes(path), degreeOfParallelism);
        }
        catch (Exception damage) when (damage is JsonException or ArgumentException or InvalidOperationException or OverflowException or FormatException)
        {
            throw new InvalidDataException($"\"{path}\" does not describe a recommender: {damage.Message}", damage);
        }
        catch (UnauthorizedAccessException refusal)
        {
            throw new IOException($"\"{directory}\" cannot be read: {refusal.Message}", refusal);
        }
    }

    private static Recommender Restore(string directory, byte[] json, int degreeOfParallelism)
    {
        var saved = JsonSerializer.Deserialize(json, SavedRecommenderJson.Default.SavedRecommender) ?? throw new InvalidDataException("The file holds null.");
        if (saved.Format != SavedRecommender.FormatName) throw new InvalidDataException($"The format is \"{saved.Format}\", but \"{SavedRecommender.FormatName}\" was expected.");
        if (saved.Version != SavedRecommender.FormatVersion)
            throw new InvalidDataException($"The file was written in version {saved.Version} of the format; this library reads version {SavedRecommender.FormatVersion}.");
        saved.Validate();
        var options = saved.Options.Deserialize(RecommenderOptionsJson.Default.RecommenderOptions) ?? throw new InvalidDataException("The options are null.");
        options.Validate();
        var tensors = ReadTensors(directory, saved);
        var recommender = new Recommender(options, degreeOfParallelism);
        try
        {
            recommender.Adopt(saved, tensors);
            return recommender;
        }
        catch
        {
            recommender.Dispose();
            throw;
        }
    }

    private static TrainingState ReadTensors(string directory, SavedRecommender saved)
    {
        // The name comes from a file that may be hostile: it must not lead out of the folder.
        if (saved.TensorFile != Path.GetFileName(saved.TensorFile) || !saved.TensorFile.EndsWith(".safetensors", StringComparison.Ordinal))
            throw new InvalidDataException($"\"{saved.TensorFile}\" is not the name of a tensor file in the folder.");
        var bytes = File.ReadAllBytes(Path.Combine(directory, saved.TensorFile));
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != saved.TensorSha256)
            throw new InvalidDataException($"\"{saved.TensorFile}\" is damaged: its SHA-256 is not the one in \"{ModelFileName}\".");
        return TrainingState.Read(new MemoryStream(bytes));
    }

    private SavedRecommender Describe(ServedModel model, KeyValuePair<string, UserState>[] users, IReadOnlyList<LoggedDecision> decisions, string hash) => new()
    {
        Format = SavedRecommender.FormatName,
        Version = SavedRecommender.FormatVersion,
        TensorFile = $"weights-{hash[..16]}.safetensors",
        TensorSha256 = hash,
        Options = JsonSerializer.SerializeToElement(_options, RecommenderOptionsJson.Default.RecommenderOptions),
        PolicyVersion = model.Version,
        AnonymousRequests = Interlocked.Read(ref _anonymousRequests),
        Blend = model.Ranker.Blend,
        Transitions = model.Ranker.Transitions.Options,
        Items = [.. model.Catalog.Select(SavedItem.From)],
        Words = RecommenderTensors.WriteWords(model.Words),
        Users = [.. users.Select(pair => new SavedUser(pair.Key, pair.Value.History, pair.Value.TurnedDown, pair.Value.Events))],
        Decisions = [.. decisions.Select(SavedDecision.From)],
    };

    private void Adopt(SavedRecommender saved, TrainingState tensors)
    {
        // The catalogue's own checks: distinct ids, no nulls, finite vectors.
        var ids = new ItemCatalog(saved.Items.Select(item => item.ToItem())).Ids;
        var (model, learner) = RecommenderTensors.Import(saved, tensors, _options.Ranker, _options.Team, _options.Serving, ids, _random, _context);
        foreach (var decision in saved.Decisions)
        {
            RecommenderTensors.Check(decision, model);
            model.Decisions.Restore(decision.ToDecision());
        }

        ArgumentOutOfRangeException.ThrowIfNegative(saved.AnonymousRequests);
        _anonymousRequests = saved.AnonymousRequests;
        _learner = learner;
        _model = model;
    }
}
