namespace MarlRec.Documentation;

public class SnippetTests
{
    public static TheoryData<string> Pages =>
        [.. RepositoryFiles.Enumerate("", "*.md").Select(RepositoryFiles.Relative)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryBlockCompiles(string page)
    {
        var errors = Snippet.Read(page, File.ReadAllLines(RepositoryFiles.At(page))).SelectMany(SnippetCompiler.Errors).Distinct().ToList();
        if (errors.Count > 0) Assert.Fail($"{page} shows code that does not compile:\n{string.Join('\n', errors)}");
    }

    [Theory]
    [InlineData("statements", "using MarlRec.Execution;\nvar stream = new RandomStream(1);\nConsole.WriteLine(stream.Next(3));")]
    [InlineData("members", "using MarlRec.Execution;\npublic static int Draw(RandomStream stream) => stream.Next(3);\nprivate readonly List<int> _drawn = [];")]
    [InlineData("types", "using MarlRec.Execution;\npublic readonly struct Body : ITileBody\n{\n    public void Run(int tile) { }\n}")]
    [InlineData("await", "await Task.Delay(1);")]
    public void CompilerTakes(string form, string code) => Assert.True(SnippetCompiler.Errors(Page(code)[0]) is [], form);

    [Fact]
    public void ErrorsNameThePageAndTheLine()
    {
        var snippet = Page("var stream = new MarlRec.Execution.RandomStream(1);\nstream.Roll();")[0];
        Assert.StartsWith("docs/page.md(5): CS1061", Assert.Single(SnippetCompiler.Errors(snippet)), StringComparison.Ordinal);
    }

    [Fact]
    public void InternalsAreNotOffered() => Assert.NotEmpty(SnippetCompiler.Errors(Page("var hash = MarlRec.Execution.StableHash.Of(\"a\");")[0]));

    [Fact]
    public void ABlockMayContinueThePreviousOne()
    {
        string[] lines = ["```csharp", "var a = 1;", "```", "", Snippet.Continues, "```csharp", "Console.WriteLine(a + b);", "```", "```json", "{}", "```"];
        var snippets = Snippet.Read("page.md", lines);
        Assert.Equal(2, snippets.Count);
        Assert.StartsWith("page.md(7): CS0103", Assert.Single(SnippetCompiler.Errors(snippets[1])), StringComparison.Ordinal);
    }

    private static List<Snippet> Page(string code) => Snippet.Read("docs/page.md", ["# Page", "", "```csharp", .. code.Split('\n'), "```"]);
}
