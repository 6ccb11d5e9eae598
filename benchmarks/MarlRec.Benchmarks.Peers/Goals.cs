namespace MarlRec.Benchmarks.Peers;

/// <summary>What a ratio should reach.</summary>
/// <param name="Must">Below this, a workload falls short.</param>
/// <param name="Aim">Where it should end.</param>
public sealed record Goal(double? Must, double? Aim);

/// <summary>The goals, by task and peer, as they were set before MarlRec's kernels were written: from the peers' times, a prototype's and the floors.</summary>
internal static class Goals
{
    private static readonly Dictionary<(string Workload, string Peer), Goal?[]> s_goals = new()
    {
        [("lstm train b32", "torchsharp")] = [new(1.8, 2.0), new(2.2, 2.6)],
        [("lstm infer b1", "torchsharp")] = [new(1.7, 2.0), null],
        [("lstm infer b32", "torchsharp")] = [new(1.2, 1.4), null],
        [("sasrec bce L50", "torchsharp")] = [new(1.5, 1.8), new(2.5, 3.0)],
        [("sasrec bce L50 dropout", "torchsharp")] = [new(1.9, 2.3), new(3.5, 4.2)],
        [("sasrec bce L200", "torchsharp")] = [new(1.4, 1.8), new(2.0, 2.6)],
        [("sasrec softmax V3416 L50", "torchsharp")] = [new(1.8, null), new(2.5, null)],
        [("sasrec softmax V3416 L200", "torchsharp")] = [new(3.0, 3.3), new(3.3, 4.0)],
        [("sasrec softmax V10000 L200", "torchsharp")] = [new(4.0, 5.0), new(4.0, 5.0)],
        [("minilm b1", "torchsharp")] = [new(1.15, 1.2), new(1.3, 1.2)],
        [("minilm b1", "onnxruntime")] = [new(0.9, 1.0), new(0.9, 1.05)],
        [("minilm b32", "torchsharp")] = [new(1.05, 1.2), new(1.1, 1.2)],
        [("minilm b32", "onnxruntime")] = [new(0.95, 1.0), new(0.95, 1.05)],
        [("dqn act", "torchsharp")] = [new(30, 35), new(30, 35)],
        [("dqn step", "torchsharp")] = [new(3.5, 4.5), new(3.5, 4.5)],
        [("qmix step", "torchsharp")] = [new(2.5, 3.0), new(4.0, 5.0)],
        [("top100 1M float", "torchsharp")] = [new(1.7, 2.0), new(3.0, 3.2)],
        [("top100 1M int8", "torchsharp")] = [new(6, 6), new(10, 10)],
        [("top100 1M 32 queries", "torchsharp")] = [new(4, 6), new(5, 7)],
        [("exp 4096", "tensorprimitives")] = [new(2, null)],
        [("tanh 4096", "tensorprimitives")] = [new(2, null)],
        [("softmax 4096", "tensorprimitives")] = [new(2, null)],
    };

    /// <summary>The goal of a workload against a peer, if one was set.</summary>
    internal static Goal? For(string workload, int threads, string peer)
    {
        if (workload.StartsWith("gemm ", StringComparison.Ordinal)) return ForProduct(workload["gemm ".Length..], threads, peer);
        return s_goals.TryGetValue((workload, peer), out var goals) && threads <= goals.Length ? goals[threads - 1] : null;
    }

    // Large squares are where MKL is near the machine's limit; all else is bound by what surrounds the inner loop.
    private static Goal? ForProduct(string shape, int threads, string peer)
    {
        var isLarge = shape is "256x256x256" or "512x512x512" or "1024x1024x1024";
        return (peer, isLarge, threads) switch
        {
            ("mkl", true, 1) => new Goal(0.9, 0.95),
            ("mkl", true, 2) => new Goal(0.8, 0.9),
            ("mkl", false, 1) => new Goal(0.85, 1.0),
            ("mkl", false, 2) => new Goal(0.9, 1.1),
            ("openblas", false, _) => new Goal(null, 1.1),
            _ => null,
        };
    }
}
