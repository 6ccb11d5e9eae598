using System.Globalization;

namespace MarlRec.Networks;

/// <summary>Layers, each reading what the one before returns. Parameters are called <c>0.weight</c>, <c>1.weight_ih</c>, …</summary>
/// <remarks>Thread safety: see <see cref="Module"/>.</remarks>
public sealed class Sequential : Module, ISequentialLayer
{
    private readonly ISequentialLayer[] _layers;

    /// <summary>A network of the given layers, first to last.</summary>
    /// <param name="layers">At least one; each is a <see cref="Module"/>.</param>
    /// <exception cref="ArgumentException">There are no layers, or one is null or not a module.</exception>
    public Sequential(params ReadOnlySpan<ISequentialLayer> layers)
    {
        if (layers.IsEmpty) throw new ArgumentException("layers must not be empty.", nameof(layers));
        _layers = layers.ToArray();
        for (var i = 0; i < _layers.Length; i++)
        {
            if (_layers[i] is not Module module) throw new ArgumentException($"layers[{i}] is null or not a Module.", nameof(layers));
            Register(i.ToString(CultureInfo.InvariantCulture), module);
        }
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<ISequentialLayer> Layers => _layers;

    /// <summary>Runs a network that reads ids: its first layer is an <see cref="Embedding"/>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="batch">The sequences.</param>
    public Variable Forward(Tape tape, SequenceBatch batch) => Run(tape, null, batch);

    /// <summary>Runs a network that reads numbers.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">What the first layer reads.</param>
    public Variable Forward(Tape tape, Variable x) => Run(tape, x, default);

    Variable ISequentialLayer.Forward(Tape tape, Variable? input, SequenceBatch batch) => Run(tape, input, batch);

    internal static Variable RequireInput(Variable? input, Module layer) =>
        input ?? throw new ArgumentException($"A {layer.GetType().Name} reads numbers; the first layer of a network that reads ids must be an Embedding.", nameof(input));

    private Variable Run(Tape tape, Variable? x, SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(tape);
        foreach (var layer in _layers) x = layer.Forward(tape, x, batch);
        return x!.Value;
    }
}
