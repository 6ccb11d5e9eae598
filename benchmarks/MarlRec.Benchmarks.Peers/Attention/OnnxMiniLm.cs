using Microsoft.ML.OnnxRuntime;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>MiniLM in OnnxRuntime, with all of its graph optimisations.</summary>
internal sealed class OnnxMiniLm : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly Dictionary<string, OrtValue> _inputs;

    internal OnnxMiniLm(SeededWeights weights, int[] ids, int threads)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        _session = new InferenceSession(MiniLmOnnxModel.Create(weights), options);
        long[] shape = [ids.Length / MiniLmShape.Time, MiniLmShape.Time];
        _inputs = new() { [MiniLmOnnxModel.Input] = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, id => (long)id), shape) };
    }

    /// <summary>For the tables.</summary>
    internal static string Version => $"OnnxRuntime {OrtEnv.Instance().GetVersionString()}";

    /// <returns>Unit vectors [B, D].</returns>
    internal float[] Encode()
    {
        using var outputs = _session.Run(_options, _inputs, _session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in _inputs.Values) input.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
