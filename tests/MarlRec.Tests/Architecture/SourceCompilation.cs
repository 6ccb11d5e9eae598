using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MarlRec.Architecture;

/// <summary>Compiles the library's sources in memory, as the build does, so that tests can ask what every name means.</summary>
internal static class SourceCompilation
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) is not ("MarlRec" or "MarlRec.Tests"))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private static readonly Lazy<CSharpCompilation> s_library = new(CompileLibrary);
    private static readonly string s_frameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    /// <summary>All of <c>src/MarlRec</c>, source generators included.</summary>
    internal static CSharpCompilation Library => s_library.Value;

    /// <summary>The sources of the library, without what generators add.</summary>
    internal static IReadOnlyList<string> Files { get; } = [.. RepositoryFiles.Enumerate("src/MarlRec", "*.cs")];

    /// <summary>The names of the assemblies of the .NET framework itself.</summary>
    internal static IReadOnlySet<string> FrameworkAssemblies { get; } =
        Directory.EnumerateFiles(s_frameworkFolder, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Compiles snippets under the library's assembly name, against everything the library may reference.</summary>
    internal static CSharpCompilation Of(params string[] sources) =>
        Create(sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, s_parse, $"snippet{i}.cs")));

    /// <summary>The errors of a compilation, one a line; empty when it compiles.</summary>
    internal static string Errors(Compilation compilation) =>
        string.Join('\n', compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(20));

    private static CSharpCompilation Create(IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(
        "MarlRec",
        trees.Prepend(CSharpSyntaxTree.ParseText(ImplicitUsings, s_parse, "ImplicitUsings.cs")),
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static CSharpCompilation CompileLibrary()
    {
        var compilation = Create(Files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), s_parse, file)));
        CSharpGeneratorDriver.Create(Generators(), parseOptions: s_parse).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return (CSharpCompilation)generated;
    }

    private static ImmutableArray<ISourceGenerator> Generators()
    {
        // shared/Microsoft.NETCore.App/<version> -> packs/Microsoft.NETCore.App.Ref/<version>/analyzers: where the SDK keeps the framework's generators.
        var packs = Path.GetFullPath(Path.Combine(s_frameworkFolder, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs)) return [];
        return [.. Directory.EnumerateFiles(packs, "System.Text.*.dll", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "cs")
            .OrderDescending(StringComparer.Ordinal)
            .DistinctBy(Path.GetFileName)
            .SelectMany(file => new AnalyzerFileReference(file, new Loader()).GetGenerators(LanguageNames.CSharp))];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // The framework's generators depend on Roslyn and the framework only, which are loaded already.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
