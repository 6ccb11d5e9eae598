namespace MarlRec.Benchmarks.Peers.Onnx;

/// <summary>A node's attribute.</summary>
internal readonly struct OnnxAttribute
{
    private const int IsFloat = 1, IsInteger = 2, IsIntegers = 7;

    private OnnxAttribute(ProtobufWriter message) => Message = message;

    internal ProtobufWriter Message { get; }

    internal static OnnxAttribute Of(string name, long value) => new(new ProtobufWriter().Text(1, name).Integer(3, value).Integer(20, IsInteger));

    internal static OnnxAttribute Of(string name, float value) => new(new ProtobufWriter().Text(1, name).Single(2, value).Integer(20, IsFloat));

    internal static OnnxAttribute Of(string name, params ReadOnlySpan<long> values)
    {
        var message = new ProtobufWriter().Text(1, name);
        foreach (var value in values) message.Integer(8, value);
        return new OnnxAttribute(message.Integer(20, IsIntegers));
    }
}
