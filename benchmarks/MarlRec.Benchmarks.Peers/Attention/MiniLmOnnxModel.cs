using MarlRec.Benchmarks.Peers.Onnx;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>MiniLM as an ONNX model, with nodes as PyTorch's exporter writes them, which OnnxRuntime's optimiser knows how to fuse.</summary>
internal sealed class MiniLmOnnxModel
{
    internal const string Input = "ids";

    private readonly OnnxGraph _graph = new("MiniLM");
    private readonly SeededWeights _weights;
    private readonly string _toHeads, _toRows, _scale, _rootOfTwo, _one, _half;

    private MiniLmOnnxModel(SeededWeights weights)
    {
        _weights = weights;
        _toHeads = _graph.Constant(0L, 0, MiniLmShape.Heads, MiniLmShape.Size / MiniLmShape.Heads);
        _toRows = _graph.Constant(0L, 0, MiniLmShape.Size);
        _scale = _graph.Constant(MathF.Sqrt((float)MiniLmShape.Size / MiniLmShape.Heads));
        _rootOfTwo = _graph.Constant(MathF.Sqrt(2));
        _one = _graph.Constant(1f);
        _half = _graph.Constant(0.5f);
    }

    /// <summary>The model's bytes: ids [rows, 128] in, unit vectors [rows, 384] out.</summary>
    internal static byte[] Create(SeededWeights weights) => new MiniLmOnnxModel(weights).Build();

    private byte[] Build()
    {
        var words = _graph.Node("Gather", [_graph.Constant(_weights.Matrix("words", MiniLmShape.Words, MiniLmShape.Size)), Input]);
        // The model is for 128 tokens: their positions are a constant.
        var positions = FloatTensor.From(
            _weights.Matrix("positions", MiniLmShape.Positions, MiniLmShape.Size).Span[..(MiniLmShape.Time * MiniLmShape.Size)], MiniLmShape.Time, MiniLmShape.Size);
        var x = Norm(_graph.Node("Add", [words, _graph.Constant(positions)]), "first");
        for (var i = 0; i < MiniLmShape.Layers; i++) x = Layer(x, $"layer{i}");
        var mean = _graph.Node("ReduceMean", [x], OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 0));
        var unit = _graph.Node("LpNormalization", [mean], OnnxAttribute.Of("axis", 1), OnnxAttribute.Of("p", 2));
        return _graph.Model(Input, MiniLmShape.Time, unit, MiniLmShape.Size);
    }

    private string Layer(string x, string name)
    {
        string query = Heads(Linear(x, name + ".query", MiniLmShape.Size, MiniLmShape.Size), 0, 2, 1, 3);
        string key = Heads(Linear(x, name + ".key", MiniLmShape.Size, MiniLmShape.Size), 0, 2, 3, 1);
        string value = Heads(Linear(x, name + ".value", MiniLmShape.Size, MiniLmShape.Size), 0, 2, 1, 3);
        var scores = _graph.Node("Div", [_graph.Node("MatMul", [query, key]), _scale]);
        var attended = _graph.Node("MatMul", [_graph.Node("Softmax", [scores], OnnxAttribute.Of("axis", -1)), value]);
        var rows = _graph.Node("Reshape", [_graph.Node("Transpose", [attended], OnnxAttribute.Of("perm", [0L, 2, 1, 3])), _toRows]);
        var middle = Norm(_graph.Node("Add", [x, Linear(rows, name + ".output", MiniLmShape.Size, MiniLmShape.Size)]), name + ".first");
        var inner = Gelu(Linear(middle, name + ".inner", MiniLmShape.Inner, MiniLmShape.Size));
        return Norm(_graph.Node("Add", [middle, Linear(inner, name + ".outer", MiniLmShape.Size, MiniLmShape.Inner)]), name + ".second");
    }

    private string Linear(string x, string name, int outputs, int inputs)
    {
        var weight = _weights.Matrix(name + ".weight", outputs, inputs);
        var transposed = new FloatTensor(inputs, outputs);
        for (var i = 0; i < outputs; i++)
            for (var j = 0; j < inputs; j++) transposed.Span[j * outputs + i] = weight.Span[i * inputs + j];
        return _graph.Node("Add", [_graph.Constant(_weights.Bias(name + ".bias", outputs)), _graph.Node("MatMul", [x, _graph.Constant(transposed)])]);
    }

    private string Heads(string x, params ReadOnlySpan<long> order) => _graph.Node("Transpose", [_graph.Node("Reshape", [x, _toHeads])], OnnxAttribute.Of("perm", order));

    private string Norm(string x, string name) => _graph.Node(
        "LayerNormalization", [x, _graph.Constant(_weights.Factors(name + ".weight", MiniLmShape.Size)), _graph.Constant(_weights.Bias(name + ".bias", MiniLmShape.Size))],
        OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("epsilon", MiniLmShape.Epsilon));

    // ½ · x · (1 + erf(x / √2))
    private string Gelu(string x)
    {
        var erf = _graph.Node("Erf", [_graph.Node("Div", [x, _rootOfTwo])]);
        return _graph.Node("Mul", [_graph.Node("Mul", [x, _graph.Node("Add", [erf, _one])]), _half]);
    }
}
