using System.Reflection;
using MarlRec.Execution;
using MarlRec.Networks.Oracles;

namespace MarlRec.Networks;

/// <summary>Every operation of <see cref="Tape"/>, forward and backward, against an oracle in double precision.</summary>
public class OperationOracleTests
{
    private static readonly OperationSpec[] s_all =
    [
        .. ElementwiseOracles.All, .. ShapingOracles.All, .. ProductOracles.All, .. DistributionOracles.All, .. LossOracles.All, .. SequenceOracles.All, .. AttentionOracles.All,
    ];

    // What makes no value out of others.
    private static readonly string[] s_exempt = [nameof(Tape.Constant), nameof(Tape.Parameter), nameof(Tape.Detach)];

    /// <summary>The names of all operations.</summary>
    internal static IEnumerable<string> Methods => Operations.Select(overloads => overloads.Key);

    public static TheoryData<string> Names => [.. s_all.Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("simd", "yes")]
    public void AgreesWithItsOracle(string name)
    {
        var spec = s_all.Single(spec => spec.Name == name);
        for (var trial = 0; trial < SimdTier.Choose(child: 5, sampled: 15, full: 200); trial++)
        {
            var random = new RandomStream(4711).Fork(name, trial);
            var size = trial switch { 0 => CaseSize.Zero, 1 => CaseSize.One, _ => CaseSize.Random };
            OperationOracle.Check(spec.Build(new Draw(random, size)), random, $"{name}, trial {trial}", large: false);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ShapesThatAreCutIntoTilesAgreeToo(string name)
    {
        var spec = s_all.Single(spec => spec.Name == name);
        var random = new RandomStream(4712).Fork(name);
        OperationOracle.Check(spec.Build(new Draw(random, CaseSize.Large)), random, name, large: true);
    }

    [Fact]
    public void EveryOperationHasAnOracle()
    {
        var poor = Operations.Where(overloads => s_all.Count(spec => spec.Method == overloads.Key) < overloads.Count()).Select(overloads => overloads.Key);
        Assert.Empty(poor);
    }

    private static IEnumerable<IGrouping<string, MethodInfo>> Operations => typeof(Tape).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.ReturnType == typeof(Variable) && !s_exempt.Contains(method.Name))
        .GroupBy(method => method.Name);
}
