using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>f(x · Wᵀ + b) in one operation, at 64 to 64 as in a SASRec block, and at 384 to 1,536 as in MiniLM.</summary>
[MemoryDiagnoser]
public class LinearBenchmarks : TapeBenchmark
{
    private Parameter _x = null!, _weight = null!, _bias = null!;

    /// <summary>Rows, inputs, outputs.</summary>
    [Params("6400x64x64", "128x384x1536")]
    public string Shape { get; set; } = "";

    /// <summary>f, or none.</summary>
    [Params("none", nameof(ActivationKind.Relu), nameof(ActivationKind.Gelu))]
    public string Activation { get; set; } = "";

    private ActivationKind? Kind { get; set; }

    private protected override void Prepare(RandomStream random, ComputeContext context)
    {
        var sizes = Array.ConvertAll(Shape.Split('x'), part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
        Kind = Enum.TryParse<ActivationKind>(Activation, out var kind) ? kind : null;
        _x = new Parameter(Filling.Normal(random, sizes[0], sizes[1]));
        _weight = Filling.Weight(random, sizes[2], sizes[1]);
        _bias = Filling.Weight(random, sizes[2]);
    }

    private protected override Variable Forward(Tape tape) => tape.Linear(tape.Parameter(_x), tape.Parameter(_weight), tape.Parameter(_bias), Kind);
}
