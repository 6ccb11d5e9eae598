namespace MarlRec;

public class BuildTests
{
    [Fact]
    public void PublicLibraryIsReferenced() => Assert.Equal("MarlRec", typeof(Execution.RandomStream).Assembly.GetName().Name);
}
