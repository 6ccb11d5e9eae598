using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Losses and functions of rows, values and gradients, against PyTorch's; see eng/goldens/losses.py.</summary>
public class LossGoldenTests
{
    private const double Tolerance = 2e-6;

    private static readonly GoldenFile s_golden = new("losses.txt");
    private static readonly int s_rows = s_golden.Integers("sizes")[0], s_columns = s_golden.Integers("sizes")[1];
    private static readonly int[] s_classes = s_golden.Integers("classes");
    private static readonly bool[] s_mask = Array.ConvertAll(s_golden.Integers("mask"), flag => flag != 0);

    private static readonly Dictionary<string, Func<Tape, Variable, Variable>> s_functions = new()
    {
        ["cross_entropy"] = (tape, x) => tape.CrossEntropy(x, s_classes),
        ["cross_entropy_weighted"] = (tape, x) => tape.CrossEntropy(x, s_classes, s_golden["weights"]),
        ["mse"] = (tape, x) => tape.MeanSquaredError(x, s_golden["target"]),
        ["huber"] = (tape, x) => tape.Huber(x, s_golden["target"], 0.75f),
        ["bce"] = (tape, x) => tape.BinaryCrossEntropyWithLogits(x, s_golden["label"]),
        ["elu"] = (tape, x) => tape.Elu(x),
        ["logsumexp"] = (tape, x) => tape.LogSumExp(x),
        ["logsumexp_masked"] = (tape, x) => tape.LogSumExp(x, s_mask),
        ["softmax_masked"] = (tape, x) => tape.MaskedSoftmax(x, s_mask),
        ["maximum_masked"] = (tape, x) => tape.MaximumColumns(x, s_mask),
    };

    public static TheoryData<string> Names => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ValuesAndGradientsAgree(string name)
    {
        var x = new Parameter(s_golden.Tensor("x", s_rows, s_columns));
        var tape = new Tape(ComputeContext.Serial);
        var y = s_functions[name](tape, tape.Parameter(x));
        s_golden.Close(name, y.Value, Tolerance);
        tape.Backward(tape.WeightedSum(y, s_golden["seed." + name]));
        s_golden.Close("gradient." + name, x.Gradient.Span, Tolerance);
    }

    [Fact]
    public void TheSoftmaxOverATableAgrees()
    {
        var width = s_golden.Integers("sizes")[2];
        Parameter hidden = new(s_golden.Tensor("hidden", s_rows, width)), table = new(s_golden.Tensor("table", s_columns, width)), bias = new(s_golden.Tensor("bias", s_columns));
        var tape = new Tape(ComputeContext.Serial);
        var loss = tape.SoftmaxCrossEntropy(tape.Parameter(hidden), tape.Parameter(table), tape.Parameter(bias), s_classes, s_golden["weights"]);
        tape.Backward(loss);
        s_golden.Close("table_cross_entropy", loss.Value, Tolerance);
        s_golden.Close("gradient.table_cross_entropy.hidden", hidden.Gradient.Span, Tolerance);
        s_golden.Close("gradient.table_cross_entropy.table", table.Gradient.Span, Tolerance);
        s_golden.Close("gradient.table_cross_entropy.bias", bias.Gradient.Span, Tolerance);
    }
}
