using System.Text;
using MarlRec.Environments.Classic;
using MarlRec.Execution;

namespace MarlRec.Environments.Wrappers;

public class StatisticsWrapperTests
{
    [Fact]
    public void EpisodesAreSummedAgentByAgentAndTheLatestAreKept()
    {
        var clock = new Clock();
        var world = new RecordEpisodeStatistics(new Errands(), 2, clock);
        var buffers = new StepBuffers(world.Spec);
        Assert.Equal((0, 0, double.NaN), (world.EpisodeCount, world.KeptCount, world.MeanReturn()));
        // The second agent retires in step `retires`; each step earns both, while live, the sum of their actions.
        foreach (var (retires, left) in new[] { (1, false), (3, true), (2, false), (4, false) })
        {
            world.Reset(1, buffers);
            for (var step = 1; step <= (left ? 2 : 4); step++)
            {
                clock.Now += 10;
                world.Step([2, step == retires ? 1 : 0], buffers);
            }
        }

        Assert.Equal((3, 2), (world.EpisodeCount, world.KeptCount));
        var latest = world.Latest();
        Assert.Equal((2, 4, TimeSpan.FromSeconds(40)), (latest.Number, latest.Length, latest.Elapsed));
        Assert.Equal([2 * 4 + 1, 2 * 4 + 1], latest.Returns.ToArray());
        Assert.Equal([4, 4], latest.Lengths.ToArray());
        Assert.Equal([2 * 4 + 1, 2 * 2 + 1], world.Latest(1).Returns.ToArray());
        Assert.Equal([4, 2], world.Latest(1).Lengths.ToArray());
        Assert.Equal((9, 7, 4), (world.MeanReturn(0), world.MeanReturn(1), world.MeanLength));
        Assert.Throws<ArgumentOutOfRangeException>("ago", () => world.Latest(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>("ago", () => world.Latest(-1).Length);
        Assert.Throws<ArgumentOutOfRangeException>("agent", () => world.MeanReturn(2));
        var unclocked = new RecordEpisodeStatistics(new Errands(1));
        unclocked.Reset(1, buffers);
        unclocked.Step([0, 0], buffers);
        Assert.Null(unclocked.Latest().Elapsed);
    }

    [Fact]
    public void MomentsEqualThoseOfAllValuesAtOnce()
    {
        var moments = new RunningMoments(2);
        var random = new RandomStream(4);
        List<(double Value, double Weight)> first = [(0, RunningMoments.StartCount)];
        for (var i = 0; i < 500; i++)
        {
            float[] values = [(float)(50 + 3 * random.NextGaussian()), 7];
            moments.Add(values);
            first.Add((values[0], 1));
        }

        // The start counts as vectors of mean 0 and variance 1.
        var total = first.Sum(v => v.Weight);
        var mean = first.Sum(v => v.Value * v.Weight) / total;
        var variance = (first.Sum(v => v.Weight * (v.Value - mean) * (v.Value - mean)) + RunningMoments.StartCount) / total;
        Assert.Equal(total, moments.Count, 1e-9);
        Assert.Equal(mean, moments.Mean[0], 1e-9);
        Assert.Equal(variance, moments.Variance[0], 1e-9);
        Assert.Equal(7, moments.Mean[1], 1e-4);
        Assert.Throws<ArgumentException>("values", () => moments.Add([1]));
        Assert.Throws<ArgumentException>("values", () => moments.Add([1, float.NaN]));
        Assert.Equal(total, moments.Count, 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new RunningMoments(0));
    }

    [Fact]
    public void NormalizedObservationsHaveMeanZeroAndVarianceOne()
    {
        var world = new NormalizeObservation(CartPole.V1());
        var observations = Play(world, 200, (_, buffers) => buffers.Observation(0).ToArray());
        for (var i = 0; i < 4; i++)
        {
            // The first ones are seen by statistics that know little yet.
            var late = observations.Skip(500).Select(o => (double)o[i]).ToList();
            var mean = late.Average();
            Assert.InRange(mean, -0.2, 0.2);
            Assert.InRange(late.Average(v => (v - mean) * (v - mean)), 0.8, 1.2);
        }

        world.Frozen = true;
        var before = world.Moments[0].Mean.ToArray();
        var again = Play(world, 3, (_, buffers) => buffers.Observation(0).ToArray());
        Assert.Equal(before, world.Moments[0].Mean.ToArray());
        Assert.Equal(again, Play(world, 3, (_, buffers) => buffers.Observation(0).ToArray()));
    }

    [Fact]
    public void NormalizedRewardsAreDividedByTheDeviationOfTheReturn()
    {
        const double discount = 0.9;
        var world = new NormalizeReward(new Errands(6), discount);
        var plain = new Errands(6);
        var expected = new RunningMoments(1);
        StepBuffers buffers = new(world.Spec), raw = new(plain.Spec);
        var random = new RandomStream(2);
        for (ulong episode = 0; episode < 30; episode++)
        {
            world.Reset(episode, buffers);
            plain.Reset(episode, raw);
            double sum = 0;
            while (!raw.IsEpisodeOver)
            {
                int[] actions = [random.Next(3), random.Next(2)];
                world.Step(actions, buffers);
                plain.Step(actions, raw);
                sum = discount * sum + raw.Rewards[0];
                expected.Add([(float)sum]);
                Assert.Equal(raw.Rewards[0] / Math.Sqrt(expected.Variance[0] + 1e-8), buffers.Rewards[0], 1e-4);
            }
        }

        // Who has retired earns nothing and no longer counts.
        Assert.Equal(expected.Count, world.Moments[0].Count);
        Assert.True(world.Moments[1].Count < expected.Count);
        world.Frozen = true;
        world.Reset(99, buffers);
        world.Step([1, 0], buffers);
        Assert.Equal(expected.Count, world.Moments[0].Count);
    }

    [Fact]
    public void SavedStatisticsComeBackBitForBit()
    {
        NormalizeObservation one = new(CartPole.V1()), other = new(CartPole.V1());
        NormalizeReward paid = new(new Errands()), unpaid = new(new Errands());
        Play(one, 20, (_, _) => 0);
        Play(paid, 20, (_, _) => 0);
        Reload(one.Save, other.Load);
        Reload(paid.Save, unpaid.Load);
        Assert.Equal(Play(one, 5, (_, buffers) => buffers.Observations.ToArray()), Play(other, 5, (_, buffers) => buffers.Observations.ToArray()));
        Assert.Equal(Play(paid, 5, (_, buffers) => buffers.Rewards.ToArray()), Play(unpaid, 5, (_, buffers) => buffers.Rewards.ToArray()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"format\":\"marlrec.moments.1\"")]
    [InlineData("{\"format\":\"marlrec.moments.2\",\"agents\":[]}")]
    [InlineData("{\"format\":\"marlrec.moments.1\",\"agents\":[]}")]
    [InlineData("{\"format\":\"marlrec.moments.1\",\"agents\":[7]}")]
    [InlineData("{\"format\":\"marlrec.moments.1\",\"agents\":[{\"count\":1,\"mean\":[0],\"variance\":[1]}]}")]
    [InlineData("{\"format\":\"marlrec.moments.1\",\"agents\":[{\"count\":1,\"mean\":[0,0,0,0],\"variance\":[1,1,1,-1]}]}")]
    [InlineData("{\"format\":\"marlrec.moments.1\",\"agents\":[{\"count\":1e999,\"mean\":[0,0,0,0],\"variance\":[1,1,1,1]}]}")]
    public void BadStatisticsAreRefusedAndChangeNothing(string text)
    {
        var world = new NormalizeObservation(CartPole.V1());
        Play(world, 2, (_, _) => 0);
        var before = (world.Moments[0].Count, world.Moments[0].Mean[1], world.Moments[0].Variance[3]);
        Assert.Throws<InvalidDataException>(() => world.Load(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        Assert.Equal(before, (world.Moments[0].Count, world.Moments[0].Mean[1], world.Moments[0].Variance[3]));
        Assert.Throws<ArgumentNullException>("stream", () => world.Load(null!));
        Assert.Throws<ArgumentNullException>("stream", () => world.Save(null!));
    }

    private static void Reload(Action<Stream> save, Action<Stream> load)
    {
        using var stream = new MemoryStream();
        save(stream);
        stream.Position = 0;
        load(stream);
    }

    /// <summary>Plays episodes at random, always the same, and takes something from each step.</summary>
    private static List<T> Play<T>(IEnvironment world, int episodes, Func<int, StepBuffers, T> take)
    {
        var buffers = new StepBuffers(world.Spec);
        var taken = new List<T>();
        var random = new RandomStream(1);
        for (var episode = 0; episode < episodes; episode++)
        {
            for (world.Reset((ulong)episode, buffers); !buffers.IsEpisodeOver;)
            {
                world.Step([.. world.Spec.ActionSpaces.Select(space => space.Sample(random))], buffers);
                taken.Add(take(episode, buffers));
            }
        }

        return taken;
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
