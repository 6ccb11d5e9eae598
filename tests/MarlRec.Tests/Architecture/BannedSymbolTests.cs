using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace MarlRec.Architecture;

public class BannedSymbolTests
{
    private const string Suppression = "RS0030";
    private static readonly string s_list = RepositoryFiles.At("eng/BannedSymbols.txt");

    /// <summary>The one file that owns threads.</summary>
    private static readonly string[] s_allowed = ["src/MarlRec/Execution/ComputeContext.cs"];

    [Fact]
    public void EachLineNamesASymbolThatExistsAndSaysWhatToDo()
    {
        var library = SourceCompilation.Library;
        var lines = File.ReadAllLines(s_list);
        Assert.Equal(lines.Length, lines.Select(line => line.Split(';')[0]).Distinct().Count());
        Expect.None("A banned symbol resolves and has a message", lines.Where(line =>
            line.Split(';', 2) is not [var id, { Length: > 0 }] || DocumentationCommentId.GetFirstSymbolForDeclarationId(id, library) is null));
    }

    [Fact]
    public void OnlyTheFileThatOwnsThreadsIsExempt() => Expect.None(
        $"{Suppression} is suppressed in {string.Join(", ", s_allowed)} only",
        RepositoryFiles.Enumerate("src", "*.*")
            .Where(file => !s_allowed.Contains(RepositoryFiles.Relative(file)) && Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets" or ".editorconfig" or ".globalconfig")
            .Where(file => File.ReadAllText(file).Contains(Suppression, StringComparison.Ordinal))
            .Select(RepositoryFiles.Relative));

    [Fact]
    public void TheBuildReadsTheList()
    {
        Assert.Contains("eng/BannedSymbols.txt", File.ReadAllText(RepositoryFiles.At("src/MarlRec/MarlRec.csproj")), StringComparison.Ordinal);
        foreach (var file in new[] { ".editorconfig", "Directory.Build.props" })
            Assert.DoesNotContain(Suppression, File.ReadAllText(RepositoryFiles.At(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SourcesUseNoBannedSymbol() =>
        Expect.None("The library uses no banned symbol", await BreachesAsync(SourceCompilation.Library));

    [Theory]
    [InlineData("new Random(1).Next()")]
    [InlineData("System.Random.Shared.NextDouble()")]
    [InlineData("System.Guid.NewGuid()")]
    [InlineData("System.DateTime.UtcNow.Ticks")]
    [InlineData("TimeProvider.System.GetTimestamp()")]
    [InlineData("Task.Run(() => 1)")]
    [InlineData("new int[3].AsParallel().Sum()")]
    [InlineData("System.HashCode.Combine(1, 2, 3)")]
    [InlineData("new MathNet.Numerics.Random.MersenneTwister(1)")]
    [InlineData("System.Security.Cryptography.RandomNumberGenerator.GetInt32(3)")]
    public async Task AnalyzerReports(string expression)
    {
        var compilation = SourceCompilation.Of($"namespace MarlRec.Data; internal class A {{ internal object F() => {expression}; }}");
        Assert.Equal("", SourceCompilation.Errors(compilation));
        Assert.NotEmpty(await BreachesAsync(compilation));
    }

    private static async Task<IEnumerable<string>> BreachesAsync(CSharpCompilation compilation)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "banned-api");
        var shared = Assembly.LoadFrom(Path.Combine(folder, "Microsoft.CodeAnalysis.BannedApiAnalyzers.dll"));
        Assert.NotNull(shared);
        var analyzers = new AnalyzerFileReference(Path.Combine(folder, "Microsoft.CodeAnalysis.CSharp.BannedApiAnalyzers.dll"), new Loader()).GetAnalyzers(LanguageNames.CSharp);
        Assert.NotEmpty(analyzers);
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([new AdditionalFile(s_list)]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var diagnostics = await new CompilationWithAnalyzers(compilation, analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return diagnostics.Where(diagnostic => !diagnostic.IsSuppressed).Select(diagnostic => diagnostic.ToString()).ToImmutableArray();
    }

    private sealed class AdditionalFile(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // The one dependency lies beside the analyzer.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
