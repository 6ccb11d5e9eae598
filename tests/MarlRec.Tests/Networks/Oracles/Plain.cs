using MarlRec.Tensors;

namespace MarlRec.Networks.Oracles;

/// <summary>A tensor of doubles: what oracles read and write.</summary>
internal sealed class Plain(Shape shape, double[] values)
{
    internal Plain(params ReadOnlySpan<int> shape)
        : this(new Shape(shape), new double[new Shape(shape).Length])
    {
    }

    internal Shape Shape { get; } = shape;

    internal double[] Values { get; } = values;

    internal int Length => Values.Length;

    internal ref double this[int i] => ref Values[i];

    internal ref double this[int i, int j] => ref Values[i * Shape[Shape.Rank - 1] + j];

    internal static Plain Scalar(double value) => new(default, [value]);

    internal static Plain Of(FloatTensor tensor) => new(tensor.Shape, Array.ConvertAll(tensor.Span.ToArray(), x => (double)x));

    /// <summary>The same shape, each element computed from its place.</summary>
    internal Plain Map(Func<int, double> element)
    {
        var values = new double[Length];
        for (var i = 0; i < values.Length; i++) values[i] = element(i);
        return new(Shape, values);
    }

    internal Plain As(params ReadOnlySpan<int> shape) => new(new Shape(shape), Values);

    /// <summary>This + step · direction.</summary>
    internal Plain Moved(double step, Plain direction) => Map(i => Values[i] + step * direction[i]);
}
