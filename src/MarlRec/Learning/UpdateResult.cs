using System.Globalization;
using System.Runtime.CompilerServices;
using MarlRec.Execution;

namespace MarlRec.Learning;

/// <summary>The numbers that one update logs, such as losses: up to eight named values, held without allocation. Thread safety: <em>immutable</em>.</summary>
/// <remarks>What each name means is on the algorithm's page.</remarks>
public readonly struct UpdateResult
{
    private readonly string[]? _names;
    private readonly Eight _values;

    /// <summary>Pairs names with values.</summary>
    /// <param name="names">At most eight names, usually one static array per learner; not copied, so it must not change.</param>
    /// <param name="values">One value for each name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="names"/> is null.</exception>
    /// <exception cref="ArgumentException">There are more than eight names, or lengths differ.</exception>
    public UpdateResult(string[] names, params ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Length > Eight.Length) throw new ArgumentException($"At most {Eight.Length} numbers fit, but there are {names.Length} names.", nameof(names));
        Throw.IfLengthDiffers(values.Length, names.Length, nameof(values));
        _names = names;
        values.CopyTo(_values);
    }

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => _names ?? [];

    /// <summary>The value at <paramref name="index"/> of <see cref="Names"/>.</summary>
    /// <param name="index">0 to the number of names, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public double this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Names.Count);
            return _values[index];
        }
    }

    /// <summary>The value called <paramref name="name"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such number.</exception>
    public double this[string name]
    {
        get
        {
            var index = Array.IndexOf(_names ?? [], name);
            return index >= 0 ? _values[index] : throw new KeyNotFoundException($"No number '{name}'; there are: {string.Join(", ", Names)}.");
        }
    }

    /// <summary>The names with their values, such as <c>policy loss -0.02, value loss 1.3</c>.</summary>
    public override string ToString()
    {
        var values = this;
        return string.Join(", ", Names.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{name} {values[i]:G4}")));
    }

    [InlineArray(Length)]
    private struct Eight
    {
        internal const int Length = 8;
        private double _first;
    }
}
