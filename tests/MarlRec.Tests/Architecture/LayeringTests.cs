namespace MarlRec.Architecture;

public class LayeringTests
{
    // A small library with one type in each place, to break the rules against.
    private const string Stage = """
        namespace MarlRec { public sealed class Facade { public static int Count => 1; } }
        namespace MarlRec.Execution { public sealed class Tool { } }
        namespace MarlRec.Networks
        {
            public class Net { public static implicit operator float(Net net) => 0f; public Net Self => this; }
            public static class NetExtensions { public static int Depth(this MarlRec.Execution.Tool tool) => 1; }
            public sealed class MarkAttribute : System.Attribute { }
        }
        namespace MarlRec.Learning { public static class Bridge { public static MarlRec.Networks.Net Make() => new(); } }
        """;

    [Fact]
    public void SourcesCompileInMemory() => Assert.Equal("", SourceCompilation.Errors(SourceCompilation.Library));

    [Fact]
    public void SourcesFollowTheTable()
    {
        Assert.NotEmpty(SourceCompilation.Files);
        Expect.None("Code uses only what its row of the layering table names", LayeringChecker.Check(SourceCompilation.Library, SourceCompilation.Files.ToHashSet().Contains));
    }

    [Fact]
    public void TableNamesEachRowOnceAndHasNoCycle()
    {
        var names = LayeringRules.All.Select(layer => layer.Namespace).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        var settled = new HashSet<string>();
        while (LayeringRules.All.FirstOrDefault(layer => !settled.Contains(layer.Namespace) && layer.MayUse.All(settled.Contains)) is { } next) settled.Add(next.Namespace);
        Assert.Equal(names.Count, settled.Count);
    }

    [Theory]
    [InlineData("a parent's type, seen without a using", "namespace MarlRec.Execution { class A { int F() => Facade.Count; } }", "MarlRec.Facade")]
    [InlineData("a sibling's type, through the parent", "namespace MarlRec.Data { class A { object F() => new Networks.Net(); } }", "MarlRec.Networks.Net")]
    [InlineData("a base type", "namespace MarlRec.Text { class A : Networks.Net { } }", "MarlRec.Networks.Net")]
    [InlineData("a type argument", "namespace MarlRec.Text { class A { List<Networks.Net>? F; } }", "MarlRec.Networks.Net")]
    [InlineData("an attribute", "namespace MarlRec.Kernels { [Networks.Mark] class A { } }", "MarlRec.Networks.MarkAttribute")]
    [InlineData("a using directive", "namespace MarlRec.Environments.Grid { using MarlRec.Networks; class A { } }", "MarlRec.Networks")]
    [InlineData("an alias", "using N = MarlRec.Networks.Net; namespace MarlRec.Data { class A { N? F; } }", "MarlRec.Networks.Net")]
    [InlineData("an inferred type", "namespace MarlRec.Data { class A { void F() { var x = Learning.Bridge.Make(); } } }", "MarlRec.Networks.Net")]
    [InlineData("a package", "namespace MarlRec.Data { class A { float F(float[] x) => System.Numerics.Tensors.TensorPrimitives.Sum<float>(x); } }", "TensorPrimitives")]
    [InlineData("a package where it is not allowed", "namespace MarlRec.Kernels { class A { double F() => MathNet.Numerics.Constants.E; } }", "MathNet.Numerics")]
    [InlineData("a package in a public signature", "namespace MarlRec.Learning { public class A { public MathNet.Numerics.Distributions.Beta? F() => null; } }", "public signature")]
    [InlineData("a namespace without a row", "namespace MarlRec.Elsewhere { class A { } }", "no row")]
    public void CheckerReports(string breach, string source, string expected)
    {
        var compilation = SourceCompilation.Of(Stage, source);
        Assert.Equal("", SourceCompilation.Errors(compilation));
        Assert.True(LayeringChecker.Check(compilation, path => path == "snippet1.cs").Any(line => line.Contains(expected, StringComparison.Ordinal)), breach);
    }

    [Fact]
    public void CheckerReportsTypesThatNoNameMentions()
    {
        // The using is of an allowed row; the extension method and the conversion are not written anywhere.
        var compilation = SourceCompilation.Of(Stage, """
            namespace MarlRec.Networks { class A { object F(Learning.Unnamed u) { float x = u.Value; return x; } } }
            """, "namespace MarlRec.Learning { class Unnamed { public Recommenders.Score Value = new(); } } namespace MarlRec.Recommenders { class Score { public static implicit operator float(Score s) => 0f; } }");
        Assert.Equal("", SourceCompilation.Errors(compilation));
        Assert.Contains(LayeringChecker.Check(compilation, path => path == "snippet1.cs"), line => line.Contains("MarlRec.Recommenders.Score", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("namespace MarlRec.Learning { class A : Networks.Net { float F() => new Networks.Net(); double G() => MathNet.Numerics.Constants.E; } }")]
    [InlineData("namespace MarlRec { class A { Learning.Bridges? F; object G() => Learning.Bridge.Make(); } } namespace MarlRec.Learning { class Bridges { } }")]
    [InlineData("namespace MarlRec.Text { class A { Microsoft.ML.Tokenizers.Tokenizer? F; Execution.Tool? G; } }")]
    public void CheckerAllowsWhatTheTableNames(string source)
    {
        var compilation = SourceCompilation.Of(Stage, source);
        Assert.Equal("", SourceCompilation.Errors(compilation));
        Assert.Empty(LayeringChecker.Check(compilation, path => path == "snippet1.cs"));
    }
}
