namespace MarlRec.Execution;

public class RunManifestTests
{
    [Fact]
    public void DescribesThisProcess()
    {
        var manifest = RunManifest.Create();
        Assert.Equal(manifest, RunManifest.Create());
        Assert.StartsWith(".NET 10", manifest.Runtime, StringComparison.Ordinal);
        Assert.Contains(manifest.VectorBits, (int[])[0, 128, 256, 512]);
        Assert.Equal(Environment.ProcessorCount, manifest.Processors);
        Assert.Matches(@"^\d+\.\d+\.\d+", manifest.LibraryVersion);
        Assert.NotEmpty(manifest.OperatingSystem);
        Assert.NotEmpty(manifest.Architecture);
    }
}
