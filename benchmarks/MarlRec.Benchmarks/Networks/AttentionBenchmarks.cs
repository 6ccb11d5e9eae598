using BenchmarkDotNet.Attributes;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Networks;

/// <summary>Self-attention without its linear maps: SASRec's, causal and of one head, and MiniLM's, of twelve.</summary>
[MemoryDiagnoser]
public class AttentionBenchmarks : TapeBenchmark
{
    private Parameter _projected = null!;

    /// <summary>Sequences, steps, columns, heads.</summary>
    [Params("128x50x64x1", "128x200x64x1", "4x128x384x12")]
    public string Shape { get; set; } = "";

    private int Heads { get; set; }

    private protected override void Prepare(RandomStream random, ComputeContext context)
    {
        var sizes = Array.ConvertAll(Shape.Split('x'), part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
        Heads = sizes[3];
        _projected = new Parameter(Filling.Normal(random, sizes[0], sizes[1], 3 * sizes[2]));
    }

    private protected override Variable Forward(Tape tape) => tape.SelfAttention(tape.Parameter(_projected), Heads, causal: Heads == 1);
}
