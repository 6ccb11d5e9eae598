using System.Text;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

public class RecordEpisodesTests
{
    [Theory]
    [InlineData("CartPole")]
    [InlineData("GridWorld")]
    [InlineData("Nim")]
    [InlineData("Errands")]
    public void RecordedEpisodesCanBePlayedAgain(string name)
    {
        Func<IEnvironment> create = name switch { "CartPole" => CartPole.V1, "GridWorld" => () => new GridWorld(), "Nim" => () => new Nim(9), _ => () => new Errands() };
        using var stream = new MemoryStream();
        using var world = new RecordEpisodes(create(), stream);
        var returns = new List<double>();
        for (ulong seed = 0; seed < 5; seed++) returns.Add(Play(world, seed, null));
        stream.Position = 0;
        var recordings = EpisodeRecording.Read(stream).ToList();
        Assert.Equal([0UL, 1UL, 2UL, 3UL, 4UL], recordings.Select(recording => recording.Seed));
        Assert.Equal(returns, recordings.Select(recording => recording.Rewards.ToArray().Sum(reward => (double)reward)));
        foreach (var recording in recordings)
        {
            Assert.True(recording.IsOver);
            Assert.False(recording.HasOptions);
            Assert.Equal(recording.StepCount * recording.AgentCount, recording.Actions.Length);
            Assert.Null(recording.FirstDifference(create()));
        }
    }

    [Fact]
    public void ADifferenceIsFoundInItsStep()
    {
        using var stream = new MemoryStream();
        using var world = new RecordEpisodes(CartPole.V1(), stream);
        var start = new CartPoleResetOptions { Low = 0, High = 0 };
        Play(world, 1, start);
        stream.Position = 0;
        var recording = Assert.Single(EpisodeRecording.Read(stream));
        Assert.True(recording.HasOptions);
        Assert.Null(recording.FirstDifference(CartPole.V1(), start));
        Assert.Equal(0, recording.FirstDifference(CartPole.V1(), new CartPoleResetOptions { Low = 0.01, High = 0.02 }));
        Assert.Throws<ArgumentException>("options", () => recording.FirstDifference(CartPole.V1()));
        Assert.Throws<ArgumentException>("environment", () => recording.FirstDifference(CartPole.V0(), start));
        Assert.Throws<ArgumentNullException>("environment", () => recording.FirstDifference(null!));
        // Cut short, the world truncates in step 3.
        Assert.Equal(3, recording.FirstDifference(new TimeLimit(CartPole.V1(), 3), start));
        var line = Encoding.UTF8.GetString(stream.ToArray());
        var text = line.Replace("\"actions\":[", "\"actions\":[7,", StringComparison.Ordinal).Replace("\"rewards\":[", "\"rewards\":[1,", StringComparison.Ordinal).Replace("\"digests\":[", "\"digests\":[" + line[(line.IndexOf("digests\":[", StringComparison.Ordinal) + 10)..].Split(',')[0] + ",", StringComparison.Ordinal);
        // An action that is refused is a difference.
        Assert.Equal(1, Assert.Single(EpisodeRecording.Read(Stream(text))).FirstDifference(CartPole.V1(), start));
    }

    [Fact]
    public void ALineThatCannotBeWrittenIsLostAlone()
    {
        using var stream = new Full();
        using var world = new RecordEpisodes(CartPole.V1(), stream);
        stream.IsFull = true;
        Assert.Throws<IOException>(() => Play(world, 1, null));
        stream.IsFull = false;
        Play(world, 2, null);
        stream.Position = 0;
        Assert.Equal(2UL, EpisodeRecording.Read(stream).Single().Seed);
    }

    private sealed class Full : MemoryStream
    {
        internal bool IsFull { get; set; }

        // The base class writes spans through this too.
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (IsFull) throw new IOException("full");
            base.Write(buffer, offset, count);
        }
    }

    [Fact]
    public void AnEpisodeThatIsLeftIsWrittenAsSuch()
    {
        using var stream = new MemoryStream();
        using var world = new RecordEpisodes(new Errands(), stream);
        var buffers = new StepBuffers(world.Spec);
        world.WriteUnfinished();
        world.Reset(1, buffers);
        world.Reset(2, buffers);
        Assert.Equal(0, stream.Length);
        world.Step([2, 0], buffers);
        world.Reset(3, buffers);
        world.Step([1, 1], buffers);
        // What an ended agent is said to do is not recorded.
        world.Step([1, 77], buffers);
        world.WriteUnfinished();
        world.Step([1, 0], buffers);
        world.WriteUnfinished();
        world.Step([1, 0], buffers);
        Assert.True(buffers.IsEpisodeOver);
        stream.Position = 0;
        var recordings = EpisodeRecording.Read(stream).ToList();
        Assert.Equal([(2UL, 1, false), (3UL, 2, false)], recordings.Select(recording => (recording.Seed, recording.StepCount, recording.IsOver)));
        Assert.Equal([1, 1, 1, 0], recordings[1].Actions.ToArray());
        Assert.All(recordings, recording => Assert.Null(recording.FirstDifference(new Errands())));
    }

    [Fact]
    public void DisposingWritesWhatIsUnderWayAndLeavesTheStreamOpen()
    {
        using var stream = new MemoryStream();
        var world = new RecordEpisodes(new Errands(), stream);
        var buffers = new StepBuffers(world.Spec);
        world.Reset(1, buffers);
        world.Step([0, 0], buffers);
        world.Dispose();
        world.Dispose();
        stream.Position = 0;
        Assert.Equal(1, Assert.Single(EpisodeRecording.Read(stream)).StepCount);
        Assert.Throws<ObjectDisposedException>(() => world.Reset(1, buffers));
        Assert.Throws<ObjectDisposedException>(() => world.Step([0, 0], buffers));
        Assert.Throws<ObjectDisposedException>(world.WriteUnfinished);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"environment\":\"Nim\"")]
    [InlineData("{\"environment\":\"Nim\",\"agents\":0,\"seed\":1,\"options\":false,\"over\":true,\"actions\":[],\"rewards\":[],\"digests\":[1]}")]
    [InlineData("{\"environment\":\"Nim\",\"agents\":2,\"seed\":-1,\"options\":false,\"over\":true,\"actions\":[],\"rewards\":[],\"digests\":[1]}")]
    [InlineData("{\"environment\":\"Nim\",\"agents\":2,\"seed\":1,\"options\":0,\"over\":true,\"actions\":[],\"rewards\":[],\"digests\":[1]}")]
    [InlineData("{\"environment\":\"Nim\",\"agents\":2,\"seed\":1,\"options\":false,\"over\":true,\"actions\":[0,0],\"rewards\":[0,0],\"digests\":[1]}")]
    [InlineData("{\"environment\":\"Nim\",\"agents\":2,\"seed\":1,\"options\":false,\"over\":true,\"actions\":[0,0.5],\"rewards\":[0,0],\"digests\":[1,2]}")]
    [InlineData("{\"environment\":\"Nim\",\"agents\":2,\"seed\":1,\"options\":false,\"over\":true,\"actions\":[0,\"a\"],\"rewards\":[0,0],\"digests\":[1,2]}")]
    public void ALineThatIsNoRecordingIsNamed(string line)
    {
        const string good = "{\"environment\":\"Nim\",\"agents\":2,\"seed\":1,\"options\":false,\"over\":true,\"actions\":[0,0],\"rewards\":[0,0],\"digests\":[1,2]}";
        var lines = EpisodeRecording.Read(Stream($"{good}\n{line}\n{good}")).GetEnumerator();
        Assert.True(lines.MoveNext());
        Assert.Equal(2, lines.Current.AgentCount);
        Assert.Contains("Line 2", Assert.Throws<InvalidDataException>(() => lines.MoveNext()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("stream", () => EpisodeRecording.Read(null!));
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static double Play(RecordEpisodes world, ulong seed, ResetOptions? options)
    {
        var buffers = new StepBuffers(world.Spec);
        var random = new RandomStream(seed);
        double sum = 0;
        for (world.Reset(seed, options, buffers); !buffers.IsEpisodeOver;)
        {
            int[] actions = [.. world.Spec.ActionSpaces.Select((space, agent) => buffers.Acting[agent] ? space.Sample(random, buffers.Mask(agent)) : 0)];
            world.Step(actions, buffers);
            foreach (var reward in buffers.Rewards) sum += reward;
        }

        return sum;
    }
}
