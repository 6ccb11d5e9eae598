using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MarlRec.Documentation;

/// <summary>Compiles a snippet as a reader would use it: pasted into a console program or into a class.</summary>
internal static class SnippetCompiler
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
            .Where(file => Path.GetFileNameWithoutExtension(file) != "MarlRec.PublicApi.Tests")
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>What does not compile, with the page and line; empty when the snippet is right in one of the two places.</summary>
    internal static IReadOnlyList<string> Errors(Snippet snippet)
    {
        var program = Compile(snippet.Code);
        if (program.Count == 0) return program;
        var members = Compile(AsMembers(snippet.Code));
        return members.Count < program.Count ? members : program;
    }

    private static List<string> Compile(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest));
        var isProgram = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), tree],
            s_references,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return
        [
            .. compilation.GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => (Place: diagnostic.Location.GetMappedLineSpan(), diagnostic))
                .Select(pair => $"{pair.Place.Path}({pair.Place.StartLinePosition.Line + 1}): {pair.diagnostic.Id} {pair.diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"),
        ];
    }

    private static string AsMembers(string code)
    {
        var usings = new StringBuilder();
        var members = new StringBuilder("internal partial class Snippet\n{\n");
        foreach (var line in code.Split('\n'))
        {
            // A blank line in the place of each using keeps the numbers right.
            var isUsing = line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal);
            if (isUsing) usings.Append(line).Append('\n');
            members.Append(isUsing ? "" : line).Append('\n');
        }

        return usings.Append(members).Append("#line default\n}\n").ToString();
    }
}
