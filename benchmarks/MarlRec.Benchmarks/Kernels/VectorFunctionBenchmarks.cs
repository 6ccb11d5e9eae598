using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Kernels.Simd;

namespace MarlRec.Benchmarks.Kernels;

/// <summary>Functions of 4,096 numbers, a number at a time, beside the framework's.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public unsafe class VectorFunctionBenchmarks
{
    private const int Length = 4096;

    private readonly float[] _x = new float[Length], _positive = new float[Length], _y = new float[Length];

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        foreach (ref var value in _x.AsSpan()) value = 8 * (random.NextSingle() - 0.5f);
        foreach (ref var value in _positive.AsSpan()) value = 8 * (random.NextSingle() + 1e-3f);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    [BenchmarkCategory("exp")]
    public void FrameworkExp() => TensorPrimitives.Exp(_x, _y);

    [Benchmark(OperationsPerInvoke = Length)]
    [BenchmarkCategory("exp")]
    public void Exp() => Elementwise.Unary(_x, _y, default(ExpKernel));

    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    [BenchmarkCategory("tanh")]
    public void FrameworkTanh() => TensorPrimitives.Tanh(_x, _y);

    [Benchmark(OperationsPerInvoke = Length)]
    [BenchmarkCategory("tanh")]
    public void Tanh() => Elementwise.Unary(_x, _y, default(TanhKernel));

    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    [BenchmarkCategory("sigmoid")]
    public void FrameworkSigmoid() => TensorPrimitives.Sigmoid(_x, _y);

    [Benchmark(OperationsPerInvoke = Length)]
    [BenchmarkCategory("sigmoid")]
    public void Sigmoid() => Elementwise.Unary(_x, _y, default(SigmoidKernel));

    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    [BenchmarkCategory("log")]
    public void FrameworkLog() => TensorPrimitives.Log(_positive, _y);

    [Benchmark(OperationsPerInvoke = Length)]
    [BenchmarkCategory("log")]
    public void Log() => Elementwise.Unary(_positive, _y, default(LogKernel));

    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    [BenchmarkCategory("softmax")]
    public void FrameworkSoftmax() => TensorPrimitives.SoftMax(_x, _y);

    [Benchmark(OperationsPerInvoke = Length)]
    [BenchmarkCategory("softmax")]
    public void Softmax()
    {
        fixed (float* x = _x, y = _y) SoftmaxRow.Probabilities(Length, x, 1, y);
    }

    private readonly struct LogKernel : IUnaryOperator
    {
        public T Apply<T>(T x)
            where T : struct, ILanes<T> => LanesMath.Log(x);
    }
}
