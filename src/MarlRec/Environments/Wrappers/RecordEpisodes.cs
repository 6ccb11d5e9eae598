using System.Runtime.InteropServices;
using System.Text.Json;
using MarlRec.Environments.Checking;

namespace MarlRec.Environments.Wrappers;

/// <summary>Writes every episode as a line of JSON: seed, actions, rewards, and for each call a number that stands for all bits it delivered.</summary>
/// <remarks>
/// <para>A line has the properties <c>environment</c>, <c>agents</c>, <c>seed</c>, <c>options</c> (whether the reset had any; they are not written), <c>over</c>
/// (false where a reset left the episode), <c>actions</c> [T, A], <c>rewards</c> [T, A] and <c>digests</c> [T + 1]. <see cref="EpisodeRecording"/> reads it and plays
/// it again.</para>
/// <para>Lines are written when an episode ends, and an unfinished one at the next reset, by <see cref="WriteUnfinished"/> or by <see cref="Dispose"/>. Steps allocate only while an episode
/// is longer than all before it. Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class RecordEpisodes : EnvironmentWrapper, IDisposable
{
    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;
    private readonly ActionRules _rules;
    private readonly List<int> _actions = [];
    private readonly List<float> _rewards = [];
    private readonly List<ulong> _digests = [];
    private ulong _seed;
    private bool _hasOptions;
    private bool _recording;
    private bool _disposed;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="stream">Where lines are written, in UTF-8; stays open.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written.</exception>
    public RecordEpisodes(IEnvironment inner, Stream stream)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite) throw new ArgumentException("stream cannot be written.", nameof(stream));
        _stream = stream;
        _json = new Utf8JsonWriter(stream);
        _rules = new ActionRules(Spec);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The wrapper has been disposed.</exception>
    public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Inner.Reset(seed, options, buffers);
        WriteUnfinished();
        (_seed, _hasOptions, _recording) = (seed, options is not null, true);
        Remember(buffers);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The wrapper has been disposed.</exception>
    public override void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Inner.Step(actions, buffers);
        if (!_recording) return;
        for (var agent = 0; agent < actions.Length; agent++) _actions.Add(_rules.IsActing(agent) ? actions[agent] : 0);
        _rewards.AddRange(buffers.Rewards);
        Remember(buffers);
        if (buffers.IsEpisodeOver) Write(isOver: true);
    }

    /// <summary>Writes the episode under way, if there is one with a step. The rest of it is not recorded; the next reset begins a new line.</summary>
    /// <exception cref="ObjectDisposedException">The wrapper has been disposed.</exception>
    public void WriteUnfinished()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_rewards.Count > 0) Write(isOver: false);
        _digests.Clear();
        _recording = false;
    }

    /// <summary>Writes the episode under way and lets go of the stream, which stays open.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        try
        {
            WriteUnfinished();
        }
        finally
        {
            _json.Dispose();
            _disposed = true;
        }
    }

    private void Remember(StepBuffers buffers)
    {
        _digests.Add(StepDigest.Of(buffers));
        _rules.Remember(buffers.Acting, buffers.Masks);
    }

    private void Write(bool isOver)
    {
        // A full disk or a reward that JSON cannot hold loses this line and nothing else.
        try
        {
            WriteLine(isOver);
        }
        finally
        {
            _json.Reset();
            _actions.Clear();
            _rewards.Clear();
            _digests.Clear();
            _recording = false;
        }
    }

    private void WriteLine(bool isOver)
    {
        _json.WriteStartObject();
        _json.WriteString(EpisodeRecording.EnvironmentName, Spec.Name);
        _json.WriteNumber(EpisodeRecording.AgentsName, Spec.AgentCount);
        _json.WriteNumber(EpisodeRecording.SeedName, _seed);
        _json.WriteBoolean(EpisodeRecording.OptionsName, _hasOptions);
        _json.WriteBoolean(EpisodeRecording.OverName, isOver);
        _json.WriteStartArray(EpisodeRecording.ActionsName);
        foreach (var action in CollectionsMarshal.AsSpan(_actions)) _json.WriteNumberValue(action);
        _json.WriteEndArray();
        _json.WriteStartArray(EpisodeRecording.RewardsName);
        foreach (var reward in CollectionsMarshal.AsSpan(_rewards)) _json.WriteNumberValue(reward);
        _json.WriteEndArray();
        _json.WriteStartArray(EpisodeRecording.DigestsName);
        foreach (var digest in CollectionsMarshal.AsSpan(_digests)) _json.WriteNumberValue(digest);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _stream.WriteByte((byte)'\n');
    }
}
