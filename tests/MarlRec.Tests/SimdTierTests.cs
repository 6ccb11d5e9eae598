using System.Runtime.Intrinsics;

namespace MarlRec;

/// <summary>Kernels, operations and determinism once more in processes whose registers are narrower: those tests carry the trait "simd".</summary>
public class SimdTierTests
{
    // What the parent switches off, and the widest registers that are left: 0 means that all is software.
    public static TheoryData<string, int> Tiers => new() { { "DOTNET_EnableAVX512", 256 }, { "DOTNET_EnableAVX2", 128 }, { "DOTNET_EnableHWIntrinsic", 0 } };

    [Theory]
    [MemberData(nameof(Tiers))]
    public void KernelsPassOnNarrowerRegisters(string knob, int width)
    {
        Assert.SkipWhen(SimdTier.Forced is not null, "Only the parent starts children.");
        Assert.SkipUnless(Vector128.IsHardwareAccelerated && width < Width, $"This process has no registers wider than {Width} bits: that tier is the one it runs itself.");
        // Software registers are too slow for the exhaustive sweeps: there the sample has to do.
        var tier = width == 0 ? "" : Environment.GetEnvironmentVariable(TestTier.Variable) ?? "";
        var (code, output) = TestChild.Run(
            [("-trait", "simd=yes")], [(knob, "0"), (SimdTier.Variable, width.ToString(System.Globalization.CultureInfo.InvariantCulture)), (TestTier.Variable, tier)]);
        Assert.True(code == 0, output);
        Assert.Matches("Total: [0-9]{2,}", output);
    }

    // Runs in the children: without it a misspelt knob would go unnoticed.
    [Fact]
    [Trait("simd", "yes")]
    public void TheAskedTierIsInForce()
    {
        if (SimdTier.Forced is { } asked) Assert.Equal(int.Parse(asked, System.Globalization.CultureInfo.InvariantCulture), Width);
        else Assert.True(Width is 0 or 128 or 256 or 512);
    }

    private static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
