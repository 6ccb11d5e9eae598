using BenchmarkDotNet.Attributes;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Kernels;

/// <summary>C += A · B at the shapes of a layer; 2·M·K·N operations a call. The naive triple loop is the baseline and the oracle of the tests.</summary>
[MemoryDiagnoser]
public unsafe class GemmBenchmarks
{
    private FloatTensor _a = null!, _b = null!, _c = null!, _packed = null!;

    /// <summary>Rows, depth, columns: a recurrent step, a linear layer, a batch against an item table.</summary>
    [Params("32x128x512", "256x256x256", "64x64x2048")]
    public string Shape { get; set; } = "";

    private int M { get; set; }

    private int K { get; set; }

    private int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var sizes = Array.ConvertAll(Shape.Split('x'), part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
        (M, K, N) = (sizes[0], sizes[1], sizes[2]);
        (_a, _b, _c) = (new FloatTensor(M, K), new FloatTensor(K, N), new FloatTensor(M, N));
        _packed = new FloatTensor(Gemm.PackedLength(K, N));
        var random = new MarlRec.Execution.RandomStream(1);
        foreach (ref var value in _a.Span) value = random.NextSingle() - 0.5f;
        foreach (ref var value in _b.Span) value = random.NextSingle() - 0.5f;
    }

    [Benchmark(Baseline = true)]
    public void Naive()
    {
        ReadOnlySpan<float> a = _a.Span, b = _b.Span;
        var c = _c.Span;
        for (var i = 0; i < M; i++)
        {
            for (var p = 0; p < K; p++)
            {
                var left = a[i * K + p];
                for (var j = 0; j < N; j++) c[i * N + j] += left * b[p * N + j];
            }
        }
    }

    [Benchmark]
    public void PackedAndMultiplied()
    {
        fixed (float* a = _a.Span, b = _b.Span, c = _c.Span, packed = _packed.Span)
        {
            Gemm.Pack(K, N, b, N, 1, packed);
            Gemm.MultiplyPacked(M, N, K, a, K, 1, packed, c, N);
        }
    }
}
