using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MarlRec.Execution;

/// <summary>Guards whose messages name the argument, the value and what was expected.</summary>
internal static class Throw
{
    internal static void IfNotFinite(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!double.IsFinite(value)) NotFinite(value, name);
    }

    internal static void IfOutside(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value >= low && value <= high)) Outside(value, low, high, name);
    }

    internal static void IfNotPositive(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and above zero.");
    }

    internal static void IfLengthDiffers(int actual, int expected, string name)
    {
        if (actual != expected) throw new ArgumentException($"{name} has length {actual}, but {expected} was expected.", name);
    }

    internal static void IfNotAllFinite(ReadOnlySpan<float> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] is {values[i]}, but every element must be finite."), name);
    }

    [DoesNotReturn]
    private static void NotFinite(double value, string? name) => throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite.");

    [DoesNotReturn]
    private static void Outside(double value, double low, double high, string? name) =>
        throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be in [{low}, {high}]."));
}
