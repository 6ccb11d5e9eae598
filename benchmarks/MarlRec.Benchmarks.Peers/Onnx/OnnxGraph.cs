using System.Runtime.InteropServices;
using MarlRec.Tensors;

namespace MarlRec.Benchmarks.Peers.Onnx;

/// <summary>Builds an ONNX model of operator set 17, node by node; field numbers are those of <c>onnx.proto</c>.</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1, Int64 = 7;
    private readonly ProtobufWriter _graph = new();
    private int _names;

    internal OnnxGraph(string name) => _graph.Text(2, name);

    /// <summary>Adds a node of one output.</summary>
    /// <returns>The output's name.</returns>
    internal string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs) node.Text(1, input);
        var output = $"{operation}{_names++}";
        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (var attribute in attributes) node.Message(5, attribute.Message);
        _graph.Message(1, node);
        return output;
    }

    /// <summary>Adds constant numbers.</summary>
    internal string Constant(FloatTensor tensor)
    {
        var dimensions = new long[tensor.Shape.Rank];
        for (var i = 0; i < dimensions.Length; i++) dimensions[i] = tensor.Shape[i];
        return Constant(dimensions, Float, MemoryMarshal.AsBytes<float>(tensor.Span));
    }

    /// <summary>Adds one constant number.</summary>
    internal string Constant(float value) => Constant([], Float, MemoryMarshal.AsBytes<float>([value]));

    /// <summary>Adds constant integers, such as a shape.</summary>
    internal string Constant(params ReadOnlySpan<long> values) => Constant([values.Length], Int64, MemoryMarshal.AsBytes(values));

    /// <summary>The model's bytes: one matrix of integers in, a matrix out, both of any number of rows.</summary>
    internal byte[] Model(string input, int inputColumns, string output, int outputColumns)
    {
        _graph.Message(11, Value(input, Int64, inputColumns)).Message(12, Value(output, Float, outputColumns));
        var version = new ProtobufWriter().Text(1, "").Integer(2, 17);
        return new ProtobufWriter().Integer(1, 8).Text(2, "MarlRec.Benchmarks.Peers").Message(7, _graph).Message(8, version).Written.ToArray();
    }

    private static ProtobufWriter Value(string name, int type, int columns)
    {
        var shape = new ProtobufWriter().Message(1, new ProtobufWriter().Text(2, "rows")).Message(1, new ProtobufWriter().Integer(1, columns));
        var tensor = new ProtobufWriter().Integer(1, type).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }

    private string Constant(ReadOnlySpan<long> dimensions, int type, ReadOnlySpan<byte> values)
    {
        var name = $"constant{_names++}";
        var tensor = new ProtobufWriter();
        foreach (var size in dimensions) tensor.Integer(1, size);
        _graph.Message(5, tensor.Integer(2, type).Text(8, name).Bytes(9, values));
        return name;
    }
}
