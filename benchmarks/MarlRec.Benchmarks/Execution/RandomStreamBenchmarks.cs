using BenchmarkDotNet.Attributes;
using MarlRec.Execution;

namespace MarlRec.Benchmarks.Execution;

/// <summary>What a draw costs, beside the framework's generator, which is neither splittable nor savable.</summary>
[MemoryDiagnoser]
public class RandomStreamBenchmarks
{
    private const int Draws = 4096;
    private readonly float[] _values = new float[Draws];
    private readonly RandomStream _stream = new(1);
    private readonly Random _framework = new(1);

    [Benchmark(Baseline = true, OperationsPerInvoke = Draws)]
    public float[] FrameworkNext()
    {
        foreach (ref var value in _values.AsSpan()) value = _framework.NextSingle();
        return _values;
    }

    [Benchmark(OperationsPerInvoke = Draws)]
    public float[] Next()
    {
        foreach (ref var value in _values.AsSpan()) value = _stream.NextSingle();
        return _values;
    }

    [Benchmark(OperationsPerInvoke = Draws)]
    public float[] Gaussian()
    {
        foreach (ref var value in _values.AsSpan()) value = (float)_stream.NextGaussian();
        return _values;
    }

    [Benchmark]
    public RandomStream Fork() => _stream.Fork("shuffle", 3);
}
