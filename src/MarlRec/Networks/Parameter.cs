using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A trained tensor and its gradient.</summary>
/// <remarks>
/// The gradient takes memory from its first use on; a module that only infers has none. Thread safety: <em>single owner</em> while trained; any number
/// of threads may infer with it while nobody trains.
/// </remarks>
public sealed class Parameter
{
    private FloatTensor? _gradient;

    /// <summary>A parameter with its initial value, which it owns from now on.</summary>
    /// <param name="value">The initial value.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public Parameter(FloatTensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
    }

    /// <summary>The name within its module, such as <c>weight</c>; empty until a module registers it.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The value.</summary>
    public FloatTensor Value { get; }

    /// <summary>The sum of the gradients since the last <see cref="ZeroGradient"/>, shaped as the value.</summary>
    public FloatTensor Gradient => _gradient ??= new FloatTensor(Value.Shape);

    /// <summary>Sets the gradient to zero.</summary>
    public void ZeroGradient() => _gradient?.Span.Clear();
}
