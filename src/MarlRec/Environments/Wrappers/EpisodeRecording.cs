using System.Text;
using System.Text.Json;
using MarlRec.Environments.Checking;

namespace MarlRec.Environments.Wrappers;

/// <summary>An episode that <see cref="RecordEpisodes"/> has written. Thread safety: <em>immutable</em>.</summary>
public sealed class EpisodeRecording
{
    internal const string EnvironmentName = "environment", AgentsName = "agents", SeedName = "seed", OptionsName = "options", OverName = "over", ActionsName = "actions", RewardsName = "rewards", DigestsName = "digests";

    private readonly int[] _actions;
    private readonly float[] _rewards;
    private readonly ulong[] _digests;

    private EpisodeRecording(JsonElement line)
    {
        Environment = Property(line, EnvironmentName, JsonValueKind.String).GetString()!;
        AgentCount = Property(line, AgentsName, JsonValueKind.Number).GetInt32();
        Seed = Property(line, SeedName, JsonValueKind.Number).GetUInt64();
        HasOptions = Flag(line, OptionsName);
        IsOver = Flag(line, OverName);
        _actions = [.. Property(line, ActionsName, JsonValueKind.Array).EnumerateArray().Select(action => action.GetInt32())];
        _rewards = [.. Property(line, RewardsName, JsonValueKind.Array).EnumerateArray().Select(reward => reward.GetSingle())];
        _digests = [.. Property(line, DigestsName, JsonValueKind.Array).EnumerateArray().Select(digest => digest.GetUInt64())];
        if (AgentCount < 1) throw new InvalidDataException($"'{AgentsName}' is {AgentCount}, but 1 or more was expected.");
        if (_actions.Length != _rewards.Length || _actions.Length != StepCount * AgentCount)
            throw new InvalidDataException($"There are {_actions.Length} actions, {_rewards.Length} rewards and {_digests.Length} digests of {AgentCount} agents, which do not belong together.");
    }

    /// <summary>The name of the environment.</summary>
    public string Environment { get; }

    /// <summary>How many agents, A.</summary>
    public int AgentCount { get; }

    /// <summary>The seed of the reset.</summary>
    public ulong Seed { get; }

    /// <summary>Whether the reset had options, which are not recorded.</summary>
    public bool HasOptions { get; }

    /// <summary>Whether the episode came to its end; false where it was left before.</summary>
    public bool IsOver { get; }

    /// <summary>How many steps, T.</summary>
    public int StepCount => _digests.Length - 1;

    /// <summary>The actions, [T, A]; 0 for agents that did not act.</summary>
    public ReadOnlySpan<int> Actions => _actions;

    /// <summary>The rewards, [T, A].</summary>
    public ReadOnlySpan<float> Rewards => _rewards;

    /// <summary>Reads recordings line by line, as they are asked for.</summary>
    /// <param name="stream">From where; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">A line is no recording; the message has its number. Thrown when that line is asked for.</exception>
    public static IEnumerable<EpisodeRecording> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Lines(stream);
    }

    /// <summary>Plays the episode again and compares all bits.</summary>
    /// <param name="environment">An environment of the same name and number of agents.</param>
    /// <param name="options">The options of the recorded reset, or null if it had none.</param>
    /// <returns>Null if all is the same, else the first step that differs or is refused: 0 is the reset.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="environment"/> is another one, it does not take <paramref name="options"/>, or they are given where the
    /// recording had none or are missing where it had some.</exception>
    public int? FirstDifference(IEnvironment environment, ResetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.Spec.Name != Environment || environment.Spec.AgentCount != AgentCount)
            throw new ArgumentException($"environment is {environment.Spec.Name} with {environment.Spec.AgentCount} agents, but {Environment} with {AgentCount} was recorded.", nameof(environment));
        if (options is not null != HasOptions) throw new ArgumentException($"options are {options?.ToString() ?? "null"}, but the recorded reset had {(HasOptions ? "some" : "none")}.", nameof(options));
        var buffers = new StepBuffers(environment.Spec);
        environment.Reset(Seed, options, buffers);
        if (StepDigest.Of(buffers) != _digests[0]) return 0;
        for (var step = 1; step <= StepCount; step++)
        {
            try
            {
                environment.Step(_actions.AsSpan((step - 1) * AgentCount, AgentCount), buffers);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                return step;
            }

            if (StepDigest.Of(buffers) != _digests[step]) return step;
        }

        return null;
    }

    private static IEnumerable<EpisodeRecording> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        for (var number = 1; reader.ReadLine() is { } line; number++) yield return Parse(line, number);
    }

    private static EpisodeRecording Parse(string line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return new EpisodeRecording(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"Line {number} is no recorded episode: {exception.Message}", exception);
        }
    }

    private static JsonElement Property(JsonElement line, string name, JsonValueKind kind) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw new InvalidDataException($"There is no {kind} '{name}'.");

    private static bool Flag(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new InvalidDataException($"There is no true or false '{name}'.");
}
