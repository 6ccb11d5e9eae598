using System.Diagnostics;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Vector;
using MarlRec.Execution;
using QuickStart;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Many cart-poles stepped together on one thread, under random actions drawn before; who falls starts again in the next step.</summary>
internal static class CartPoleVectorUnit
{
    private const int Copies = 64, RecordedSteps = 512, Rounds = 5, Passes = 100;
    private const string Model = "random, vector of 64";

    internal static Unit Create(string task) => new(
        task, Model, $"CartPole-v1; {Copies} copies in structures of arrays on one thread, random actions drawn before, resets included; per step of one copy, median of {Rounds} rounds", run => Measure(task, run.Seed))
    {
        FixedSeeds = 1,
    };

    private static IReadOnlyList<Measurement> Measure(string task, ulong seed)
    {
        var vector = CartPoleVector.V1(Copies);
        var buffers = new VectorStepBuffers(vector.Spec, Copies);
        var random = new RandomStream(seed);
        var actions = new int[RecordedSteps * Copies];
        foreach (ref var action in actions.AsSpan()) action = random.Next(2);
        vector.Reset(seed, buffers);
        Play(); // warm
        var times = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            Play();
            times[round] = Stopwatch.GetElapsedTime(started).TotalNanoseconds / ((double)Passes * actions.Length);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        return WorldSpeed.Rows(task, Model, times[Rounds / 2], bytes / ((double)Rounds * Passes * actions.Length), seed);

        void Play()
        {
            for (var pass = 0; pass < Passes; pass++)
                for (var step = 0; step < RecordedSteps; step++) vector.Step(actions.AsSpan(step * Copies, Copies), buffers);
        }
    }
}
