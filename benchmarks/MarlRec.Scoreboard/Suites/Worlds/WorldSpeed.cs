using System.Diagnostics;
using MarlRec.Environments;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>
/// What a step costs on one thread: episodes are recorded once with a policy, then played again from their seeds and actions, so that the world alone is timed. The median of five
/// rounds. Resets count in the time, not in the bytes.
/// </summary>
internal static class WorldSpeed
{
    internal const string Protocol = "speed: recorded episodes played again on one thread, resets included, median of 5 rounds; bytes: those of the steps alone";
    private const int RecordedSteps = 20_000, Rounds = 5;
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(0.4);

    /// <summary>ns/step, steps/s and bytes/step.</summary>
    internal static IReadOnlyList<Measurement> Measure(string task, string model, IEnvironment world, Chooser chooser, ulong seed)
    {
        var agents = world.Spec.AgentCount;
        var buffers = new StepBuffers(world.Spec);
        var (lengths, recorded) = Record(world, chooser, seed, buffers, agents);
        Replay(); // warm
        var bytes = BytesPerStep();
        var times = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var (steps, started) = (0L, Stopwatch.GetTimestamp());
            TimeSpan elapsed;
            do steps += Replay();
            while ((elapsed = Stopwatch.GetElapsedTime(started)) < s_round);
            times[round] = elapsed.TotalNanoseconds / steps;
        }

        Array.Sort(times);
        return Rows(task, model, times[Rounds / 2], bytes, seed);

        long Replay()
        {
            var at = 0;
            for (var episode = 0; episode < lengths.Length; episode++)
            {
                world.Reset(seed + (ulong)episode, buffers);
                for (var step = 0; step < lengths[episode]; step++, at += agents) world.Step(recorded.AsSpan(at, agents), buffers);
            }

            return at / agents;
        }

        double BytesPerStep()
        {
            var (at, bytes) = (0, 0L);
            for (var episode = 0; episode < lengths.Length; episode++)
            {
                world.Reset(seed + (ulong)episode, buffers);
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var step = 0; step < lengths[episode]; step++, at += agents) world.Step(recorded.AsSpan(at, agents), buffers);
                bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            return bytes * agents / (double)at;
        }
    }

    /// <summary>The three rows of one time.</summary>
    internal static IReadOnlyList<Measurement> Rows(string task, string model, double nanoseconds, double bytes, ulong seed) =>
    [
        new(task, model, "ns/step", nanoseconds, 0, seed),
        new(task, model, "steps/s", 1e9 / nanoseconds, 0, seed),
        new(task, model, "bytes/step", bytes, 0, seed),
    ];

    private static (int[] Lengths, int[] Actions) Record(IEnvironment world, Chooser chooser, ulong seed, StepBuffers buffers, int agents)
    {
        var (lengths, recorded, actions) = (new List<int>(), new List<int>(), new int[agents]);
        while (recorded.Count < RecordedSteps * agents)
        {
            world.Reset(seed + (ulong)lengths.Count, buffers);
            var steps = 0;
            for (; buffers.Acting.Contains(true) && recorded.Count < RecordedSteps * agents; steps++)
            {
                chooser(buffers, actions);
                world.Step(actions, buffers);
                recorded.AddRange(actions);
            }

            lengths.Add(steps);
        }

        return ([.. lengths], [.. recorded]);
    }
}
