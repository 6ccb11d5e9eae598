using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MarlRec.Tensors;

/// <summary>A dense row-major float32 tensor on a pinned array, aligned to 64 bytes; the garbage collector frees it.</summary>
/// <remarks>Thread safety: <em>single owner</em> while written; any number of threads may read it while nobody writes.</remarks>
public sealed unsafe class FloatTensor
{
    private const int Alignment = 64;
    private readonly float[] _array;
    private readonly int _offset;

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Up to four sizes; none makes a scalar.</param>
    /// <exception cref="ArgumentException">There are more than four sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there would be more than 2³¹ − 1 elements.</exception>
    public FloatTensor(params ReadOnlySpan<int> shape)
        : this(new Shape(shape))
    {
    }

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Its shape.</param>
    public FloatTensor(Shape shape)
    {
        Shape = shape;
        _array = GC.AllocateArray<float>(checked(shape.Length + Alignment / sizeof(float)), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        var aligned = (start + Alignment - 1) & ~(nuint)(Alignment - 1);
        _offset = (int)((aligned - start) / sizeof(float));
        Pointer = (float*)aligned;
    }

    /// <summary>The sizes.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Length;

    /// <summary>The elements in row-major order.</summary>
    public Span<float> Span => new(_array, _offset, Shape.Length);

    /// <summary>The elements in row-major order.</summary>
    public Memory<float> Memory => new(_array, _offset, Shape.Length);

    /// <summary>The first element; valid while this object is reachable.</summary>
    internal float* Pointer { get; }

    /// <summary>A tensor with a copy of the given values.</summary>
    /// <param name="values">As many values as the shape has elements, in row-major order.</param>
    /// <param name="shape">Up to four sizes.</param>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public static FloatTensor From(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var size = new Shape(shape);
        if (values.Length != size.Length)
            throw new ArgumentException($"{values.Length} values cannot fill a tensor of shape {size}.", nameof(values));
        var tensor = new FloatTensor(size);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>A copy that shares nothing with this tensor.</summary>
    public FloatTensor Clone()
    {
        var copy = new FloatTensor(Shape);
        Span.CopyTo(copy.Span);
        return copy;
    }

    /// <summary>One row of a tensor seen as a matrix of <see cref="Shape.Rows"/> rows.</summary>
    /// <param name="row">0 to <see cref="Shape.Rows"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is out of range.</exception>
    public Span<float> Row(int row)
    {
        var width = Shape.Last;
        if ((uint)row >= (uint)Shape.Rows) throw new ArgumentOutOfRangeException(nameof(row), row, $"row must be in [0, {Shape.Rows}) for shape {Shape}.");
        return Span.Slice(row * width, width);
    }

    /// <summary>The shape, such as <c>FloatTensor [8,48]</c>.</summary>
    public override string ToString() => $"FloatTensor {Shape}";
}
