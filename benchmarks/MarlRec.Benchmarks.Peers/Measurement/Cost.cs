using System.Globalization;

namespace MarlRec.Benchmarks.Peers.Measurement;

/// <summary>Where the bytes of a workload come from at best.</summary>
public enum MemoryLevel
{
    /// <summary>The second-level cache of each core.</summary>
    SecondLevel,

    /// <summary>The third-level cache.</summary>
    ThirdLevel,

    /// <summary>Main memory.</summary>
    Main,
}

/// <summary>What one call cannot do without; the machine's ceilings turn it into the floor of its time.</summary>
/// <param name="Flops">Floating-point operations; a fused multiply-add is two.</param>
/// <param name="Bytes">What must be read, 0 where that is never the limit.</param>
/// <param name="Level">From where.</param>
/// <param name="Formula">How the numbers came about.</param>
public sealed record Cost(double Flops, double Bytes, MemoryLevel Level, string Formula)
{
    /// <summary>Work that only arithmetic limits.</summary>
    public static Cost OfFlops(double flops, string formula) => new(flops, 0, MemoryLevel.Main, formula);

    /// <summary>The seconds that the machine needs at least.</summary>
    public double Floor(Ceiling ceiling) => Math.Max(Flops / (ceiling.GigaFlops * 1e9), Bytes / (ceiling.GigaBytes(Level) * 1e9));

    /// <summary>One line for the tables.</summary>
    public override string ToString()
    {
        var flops = Flops > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Flops / 1e9:G4} GFLOP / FMA peak") : "";
        var bytes = Bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1e6:G4} MB / {Name(Level)} bandwidth") : "";
        var rule = flops.Length > 0 && bytes.Length > 0 ? $"the larger of {flops} and {bytes}" : flops + bytes;
        return $"{rule}: {Formula}";

        static string Name(MemoryLevel level) => level switch { MemoryLevel.SecondLevel => "L2", MemoryLevel.ThirdLevel => "L3", _ => "DRAM" };
    }
}
