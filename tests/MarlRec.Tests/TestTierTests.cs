namespace MarlRec;

public class TestTierTests(ITestOutputHelper output)
{
    [Fact]
    public void TierIsPrinted()
    {
        var line = $"MarlRec tests: {TestTier.Name} tier (MARLREC_TESTS=full runs the exhaustive sweeps).";
        output.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
        Assert.Equal(Environment.GetEnvironmentVariable("MARLREC_TESTS")?.ToUpperInvariant() == "FULL" ? "full" : "sampled", TestTier.Name);
    }
}
