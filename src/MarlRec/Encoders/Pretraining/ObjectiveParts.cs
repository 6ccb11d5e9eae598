using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>What objectives share.</summary>
internal static class ObjectiveParts
{
    // Any constant will do: evaluation shall be the same at every call.
    private static readonly RandomStream s_evaluation = new RandomStream(0).Fork("pretraining evaluation");

    /// <summary>The parameters of several modules, each once, with a name in front.</summary>
    internal static (string Name, Parameter Parameter)[] Parameters(params ReadOnlySpan<(string Prefix, Module Module)> parts)
    {
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        var all = new List<(string, Parameter)>();
        foreach (var (prefix, module) in parts)
            foreach (var (name, parameter) in module.NamedParameters())
                if (seen.Add(parameter)) all.Add(($"{prefix}.{name}", parameter));
        return [.. all];
    }

    internal static void Check(Tape tape, ReadOnlySpan<int> examples, int count)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (examples.IsEmpty) throw new ArgumentException("At least one example is needed.", nameof(examples));
        for (var i = 0; i < examples.Length; i++)
            if ((uint)examples[i] >= (uint)count) throw new ArgumentOutOfRangeException(nameof(examples), examples[i], $"examples[{i}] must be in [0, {count}).");
    }

    internal static void RequireLength(TokenEncoder encoder, int maximumLength, string name)
    {
        if (encoder.Body.MaximumLength < maximumLength)
            throw new ArgumentException($"The encoder reads {encoder.Body.MaximumLength} tokens, but MaximumLength is {maximumLength}.", name);
    }

    /// <summary>What draws an example's own choices when evaluating: the same whatever batch it is in.</summary>
    internal static RandomStream Evaluation(int example) => s_evaluation.Fork("example", example);

    /// <summary>An array of at least so many elements, the given one if it will do; what it holds is lost.</summary>
    internal static T[] Room<T>(ref T[] array, int count)
    {
        if (array.Length < count) array = new T[Math.Max(count, Math.Min(2 * array.Length, Array.MaxLength))];
        return array;
    }
}
