using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Kernels;

/// <summary>W · x: a layer's weights for one row, and the scores of 10,000 items.</summary>
[MemoryDiagnoser]
public unsafe class MatrixVectorBenchmarks
{
    private FloatTensor _weight = null!, _x = null!, _y = null!;

    /// <summary>Rows, columns.</summary>
    [Params("128x128", "512x128", "10000x64")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var sizes = Array.ConvertAll(Shape.Split('x'), part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
        var random = new RandomStream(1);
        (_weight, _x, _y) = (Filling.Normal(random, sizes[0], sizes[1]), Filling.Normal(random, sizes[1]), new FloatTensor(sizes[0]));
    }

    [Benchmark]
    public void Run() => MatrixVector.Run(_y.Length, _x.Length, _weight.Pointer, _x.Pointer, null, _y.Pointer);
}
