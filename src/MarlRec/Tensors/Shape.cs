using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace MarlRec.Tensors;

/// <summary>The sizes of a dense row-major tensor of at most four dimensions; none of them is a scalar, written <c>[]</c>. Thread safety: <em>immutable</em>.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The most dimensions a shape can have.</summary>
    public const int MaximumRank = 4;

    private readonly int _d0, _d1, _d2, _d3;
    private readonly int _rank;
    private readonly int _lengthMinusOne; // so that default(Shape) is a scalar

    /// <summary>A shape of the given sizes.</summary>
    /// <param name="dimensions">Up to four sizes, each 0 or more, whose product fits an <see cref="int"/>.</param>
    /// <exception cref="ArgumentException">There are more than four sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there would be more than 2³¹ − 1 elements.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length > MaximumRank)
            throw new ArgumentException($"A shape has at most {MaximumRank} dimensions, but {dimensions.Length} were given.", nameof(dimensions));
        long length = 1;
        foreach (var size in dimensions)
        {
            if (size < 0) throw new ArgumentOutOfRangeException(nameof(dimensions), size, $"dimensions must be 0 or more, but {Text(dimensions)} was given.");
            length *= size;
            if (length > int.MaxValue)
                throw new ArgumentOutOfRangeException(nameof(dimensions), $"{Text(dimensions)} has more than {int.MaxValue} elements.");
        }

        _rank = dimensions.Length;
        if (_rank > 0) _d0 = dimensions[0];
        if (_rank > 1) _d1 = dimensions[1];
        if (_rank > 2) _d2 = dimensions[2];
        if (_rank > 3) _d3 = dimensions[3];
        _lengthMinusOne = (int)length - 1;
    }

    // Sizes that have been checked.
    private Shape(int rank, int d0, int d1, int d2, int d3, int length)
    {
        (_rank, _d0, _d1, _d2, _d3, _lengthMinusOne) = (rank, d0, d1, d2, d3, length - 1);
    }

    /// <summary>The number of dimensions, 0 to 4.</summary>
    public int Rank => _rank;

    /// <summary>The number of elements: the product of the sizes, 1 for a scalar.</summary>
    public int Length => _lengthMinusOne + 1;

    /// <summary>The last size, 1 for a scalar.</summary>
    public int Last => _rank == 0 ? 1 : this[_rank - 1];

    /// <summary>The product of all sizes but the last: how many rows there are.</summary>
    public int Rows
    {
        get
        {
            var rows = 1;
            for (var i = 0; i < _rank - 1; i++) rows *= this[i];
            return rows;
        }
    }

    /// <summary>One size.</summary>
    /// <param name="dimension">0 to <see cref="Rank"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is out of range.</exception>
    public int this[int dimension]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)dimension >= (uint)_rank)
                throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"dimension must be below the rank of {this}.");
            return dimension switch { 0 => _d0, 1 => _d1, 2 => _d2, _ => _d3 };
        }
    }

    /// <summary>Whether two shapes have the same sizes.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        _rank == other._rank && _d0 == other._d0 && _d1 == other._d1 && _d2 == other._d2 && _d3 == other._d3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (((_rank * 31 + _d0) * 31 + _d1) * 31 + _d2) * 31 + _d3;

    /// <summary>The sizes, such as <c>[8,48]</c>.</summary>
    public override string ToString()
    {
        ReadOnlySpan<int> all = [_d0, _d1, _d2, _d3];
        return Text(all[.._rank]);
    }

    /// <summary>The same shape with another last size; a scalar becomes a vector.</summary>
    internal Shape WithLast(int last)
    {
        if (_rank == 2 && (long)_d0 * last <= int.MaxValue) return new Shape(2, _d0, last, 0, 0, _d0 * last);
        return _rank switch
        {
            0 or 1 => new Shape(last),
            2 => new Shape(_d0, last),
            3 => new Shape(_d0, _d1, last),
            _ => new Shape(_d0, _d1, _d2, last),
        };
    }

    private static string Text(ReadOnlySpan<int> dimensions)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < dimensions.Length; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(dimensions[i].ToString(CultureInfo.InvariantCulture));
        }

        return text.Append(']').ToString();
    }
}
