using MarlRec.Execution;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>Remembered transitions in plain arrays, the same for both sides; sampling is part of the measured step. Thread safety: <em>single owner</em>.</summary>
internal sealed class ReplayMemory
{
    private const int Capacity = 10_000;
    private readonly float[] _observations, _next, _rewards, _terminated;
    private readonly long[] _actions;
    private readonly RandomStream _random;

    internal ReplayMemory(RandomStream random)
    {
        _random = random.Fork("sample");
        var draw = random.Fork("transitions");
        _observations = Draws.Tensor(draw, Capacity, CartPoleShape.Observations).Span.ToArray();
        _next = Draws.Tensor(draw, Capacity, CartPoleShape.Observations).Span.ToArray();
        _rewards = new float[Capacity];
        _rewards.AsSpan().Fill(1);
        _terminated = Array.ConvertAll(Draws.Ids(draw, Capacity, 0, 20), id => id == 0 ? 1f : 0f);
        _actions = Array.ConvertAll(Draws.Ids(draw, Capacity, 0, CartPoleShape.Actions), id => (long)id);
    }

    /// <summary>Fills a batch with transitions drawn uniformly.</summary>
    internal void Sample(ReplayBatch batch)
    {
        const int width = CartPoleShape.Observations;
        for (var i = 0; i < ReplayBatch.Size; i++)
        {
            var from = _random.Next(Capacity);
            _observations.AsSpan(from * width, width).CopyTo(batch.Observations.AsSpan(i * width));
            _next.AsSpan(from * width, width).CopyTo(batch.Next.AsSpan(i * width));
            batch.Actions[i] = _actions[from];
            batch.Rewards[i] = _rewards[from];
            batch.Terminated[i] = _terminated[from];
        }
    }
}
