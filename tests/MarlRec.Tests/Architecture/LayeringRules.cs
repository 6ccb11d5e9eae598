namespace MarlRec.Architecture;

/// <summary>Who may use whom inside <c>src/MarlRec</c>. A new row, or a wider one, needs a note in <c>docs/decisions</c>.</summary>
internal static class LayeringRules
{
    internal const string Root = "MarlRec";

    private const string
        Execution = "MarlRec.Execution", Kernels = "MarlRec.Kernels", Data = "MarlRec.Data", Text = "MarlRec.Text",
        Environments = "MarlRec.Environments", Tensors = "MarlRec.Tensors", Networks = "MarlRec.Networks", Encoders = "MarlRec.Encoders",
        Learning = "MarlRec.Learning", Recommenders = "MarlRec.Recommenders";

    private const string MathNet = "MathNet.Numerics", NumericsTensors = "System.Numerics.Tensors", Tokenizers = "Microsoft.ML.Tokenizers";
    private const string AI = "Microsoft.Extensions.AI.Abstractions";

    internal static IReadOnlyList<Layer> All { get; } =
    [
        // Row               | may use these rows                                                  | these packages          | and show these
        new(Execution,       [],                                                                    [],                       []),
        new(Kernels,         [Execution],                                                           [NumericsTensors],        []),
        new(Data,            [Execution],                                                           [],                       []),
        new(Text,            [Execution],                                                           [Tokenizers],             [Tokenizers]),
        new(Environments,    [Execution, Data],                                                     [],                       []),
        new(Tensors,         [Execution, Kernels],                                                  [NumericsTensors],        [NumericsTensors]),
        new(Networks,        [Execution, Kernels, Tensors],                                         [],                       []),
        new(Encoders,        [Execution, Kernels, Tensors, Networks, Text, Data],                   [NumericsTensors, AI],    [AI]),
        // Off-policy evaluation reads decision logs, which are data; text stays with the encoders.
        new(Learning,        [Execution, Kernels, Tensors, Networks, Data, Environments],           [MathNet],                []),
        new(Recommenders,    [Execution, Kernels, Tensors, Networks, Data, Environments, Text, Encoders, Learning], [MathNet], []),
        new(Root,            [Execution, Kernels, Tensors, Networks, Data, Environments, Text, Encoders, Learning, Recommenders], [], []),
    ];

    /// <summary>The row that <paramref name="name"/> belongs to; null when no row names it.</summary>
    internal static Layer? Of(string name) => All.FirstOrDefault(layer => layer.Contains(name));
}
