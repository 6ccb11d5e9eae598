using MarlRec.Tensors;

namespace MarlRec.Networks.Oracles;

/// <summary>An operation with drawn operands, and the same in double precision.</summary>
/// <param name="Inputs">What gradients flow into.</param>
/// <param name="Run">The operation.</param>
/// <param name="Oracle">The plain version, written for itself.</param>
internal sealed record OperationCase(FloatTensor[] Inputs, Func<Tape, Operands, Variable> Run, Func<Plain[], Plain> Oracle)
{
    /// <summary>Of results: |actual − expected| ≤ Tolerance · (1 + |expected|).</summary>
    internal double Tolerance { get; init; } = 4e-6;

    /// <summary>The same of gradients.</summary>
    internal double GradientTolerance { get; init; } = 2e-5;

    /// <summary>Inputs from here on are given as parameters, so cannot be constants.</summary>
    internal int ParametersFrom { get; init; } = int.MaxValue;
}

/// <summary>A family of cases for one public method of <see cref="Tape"/>.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Variant">What is special about these cases; may be empty.</param>
/// <param name="Build">Draws a case.</param>
internal sealed record OperationSpec(string Method, string Variant, Func<Draw, OperationCase> Build)
{
    internal string Name => Variant.Length == 0 ? Method : $"{Method}, {Variant}";
}

/// <summary>How an input reaches the operation.</summary>
internal enum Route
{
    Parameter,

    /// <summary>Through another operation, so that its gradient is the tape's.</summary>
    Intermediate,

    /// <summary>As a constant: no gradient is wanted.</summary>
    Constant,

    /// <summary>As a parameter that is not trained.</summary>
    Frozen,
}

/// <summary>The inputs of a case on one tape.</summary>
internal sealed class Operands(Tape tape, Parameter[] parameters, Route[] routes)
{
    internal Variable this[int i]
    {
        get
        {
            var value = parameters[i].Value;
            Span<int> sizes = stackalloc int[value.Shape.Rank];
            for (var d = 0; d < sizes.Length; d++) sizes[d] = value.Shape[d];
            return routes[i] switch
            {
                Route.Constant => tape.Constant(value.Span, sizes),
                Route.Intermediate => tape.Reshape(tape.Parameter(parameters[i]), sizes),
                _ => tape.Parameter(parameters[i]),
            };
        }
    }

    internal Parameter Parameter(int i) => parameters[i];
}
