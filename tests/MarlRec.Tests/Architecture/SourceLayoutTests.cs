using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MarlRec.Architecture;

public class SourceLayoutTests
{
    private const int LongestFile = 300;

    /// <summary>Folders that only sort the parts of one type of the folder above, one operation a file.</summary>
    private static readonly string[] s_foldersOfParts = ["MarlRec.Networks.Operations"];

    [Fact]
    public void FoldersAreNamespaces()
    {
        var misplaced =
            from file in SourceCompilation.Files
            let folder = Path.GetRelativePath(RepositoryFiles.At("src"), Path.GetDirectoryName(file)!)
            let space = folder.Replace(Path.DirectorySeparatorChar, '.')
            let expected = s_foldersOfParts.Contains(space) ? space[..space.LastIndexOf('.')] : space
            from declaration in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            where declaration is BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax { Parent: CompilationUnitSyntax }
            let name = (declaration as BaseNamespaceDeclarationSyntax)?.Name.ToString() ?? "(global)"
            where name != expected
            select $"{RepositoryFiles.Relative(file)} declares {name}, but its folder says {expected}.";
        Expect.None("A file's namespace is its folder", misplaced);
    }

    [Fact]
    public void FilesStayShort()
    {
        var tooLong =
            from file in SourceCompilation.Files.Concat(RepositoryFiles.Enumerate("samples", "*.cs")).Concat(RepositoryFiles.Enumerate("benchmarks", "*.cs"))
            let lines = File.ReadLines(file).Count()
            where lines > LongestFile
            select $"{RepositoryFiles.Relative(file)} has {lines} lines; {LongestFile} are the most.";
        Expect.None("A file is short", tooLong);
    }
}
