using System.Globalization;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>
/// How the layers of a trained network are adapted to a new task without forgetting what they know: lower layers at lower rates (discriminative fine-tuning), layers thawed from the top
/// down (gradual unfreezing), or some never trained (Howard and Ruder, "Universal Language Model Fine-tuning for Text Classification", ACL 2018).
/// </summary>
/// <remarks>
/// <para>The optimiser is made over <see cref="Groups"/>, and the <see cref="Pretrainer"/> is given this object, which then decides which layers are frozen in which epoch: a function of
/// the epoch alone, so a resumed run goes on exactly. The paper's learning rate by step is a <c>WarmUp</c> before a <c>LinearRate</c>.</para>
/// <para>A layer's steps are counted from its thaw on, so an optimiser starts with it as with a fresh one. Thread safety: <em>single owner</em> of the parameters.</para>
/// </remarks>
public sealed class FineTuning
{
    private static readonly string[] s_inputs = ["embedding", "positions", "table", "items"];
    private readonly (string Name, Parameter Parameter)[][] _layers;
    private readonly FineTuningOptions _options;

    /// <summary>A plan for layers.</summary>
    /// <param name="layers">The parameters of each layer, the lowest layer first, with names that are unique over all; such as <see cref="LayersOf"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layers"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no layers, or a layer is null or empty or holds a null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or no layer is left to train.</exception>
    public FineTuning(IReadOnlyList<IReadOnlyList<(string Name, Parameter Parameter)>> layers, FineTuningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _options = options ?? new FineTuningOptions();
        _options.Validate();
        if (layers.Count == 0) throw new ArgumentException("layers is empty, but at least one was expected.", nameof(layers));
        for (var i = 0; i < layers.Count; i++)
            if (layers[i] is not { Count: > 0 } layer || layer.Any(named => named.Parameter is null || named.Name is null))
                throw new ArgumentException($"layers[{i}] must hold parameters with names, at least one.", nameof(layers));
        if (_options.FrozenLayers >= layers.Count)
            throw new ArgumentOutOfRangeException(nameof(options), _options.FrozenLayers, $"FrozenLayers must be below the number of layers, {layers.Count}.");
        _layers = [.. layers.Select(layer => layer.ToArray())];
        Groups = [.. _layers.SelectMany(GroupsOf)];
    }

    /// <summary>How many layers there are.</summary>
    public int LayerCount => _layers.Length;

    /// <summary>
    /// The optimiser's groups: those of the lowest layer first, each with its learning rate's factor. Vectors, which are biases and the gains of norms, take no weight decay.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>How many layers, from the top on, an epoch trains.</summary>
    /// <param name="epoch">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public int TrainedLayers(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        var most = _layers.Length - _options.FrozenLayers;
        return _options.UnfreezeEvery is { } every ? (int)Math.Min(most, 1L + epoch / every) : most;
    }

    /// <summary>Freezes and unfreezes what the epoch wants. A <see cref="Pretrainer"/> that has this object does so itself; what the last epoch left frozen stays so.</summary>
    /// <param name="epoch">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public void Apply(int epoch)
    {
        var frozen = _layers.Length - TrainedLayers(epoch);
        for (var i = 0; i < _layers.Length; i++)
        {
            foreach (var (_, parameter) in _layers[i])
            {
                if (i < frozen) parameter.Freeze();
                else if (parameter.IsFrozen) parameter.Unfreeze();
            }
        }
    }

    /// <summary>
    /// Sorts parameters into layers by their names: what ids and places are looked up in (<c>embedding</c>, <c>positions</c>, <c>table</c>) is the lowest layer, then come <c>layers.0</c>,
    /// <c>layers.1</c> and so on; all else, such as a last norm, a pooling and a head, is the top one.
    /// </summary>
    /// <param name="parameters">Such as <see cref="IPretrainingObjective.Parameters"/>.</param>
    /// <returns>The layers that have parameters, the lowest first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name is null.</exception>
    public static IReadOnlyList<IReadOnlyList<(string Name, Parameter Parameter)>> LayersOf(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var layers = new SortedDictionary<int, List<(string, Parameter)>>();
        for (var i = 0; i < parameters.Count; i++)
        {
            var place = PlaceOf(parameters[i].Name ?? throw new ArgumentException($"The name of parameters[{i}] is null.", nameof(parameters)));
            if (!layers.TryGetValue(place, out var layer)) layers.Add(place, layer = []);
            layer.Add(parameters[i]);
        }

        return [.. layers.Values];
    }

    private static int PlaceOf(string name)
    {
        var parts = name.Split('.');
        for (var i = 0; i < parts.Length - 1; i++)
            if (parts[i] == "layers" && int.TryParse(parts[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        return parts.Any(part => s_inputs.Contains(part)) ? -1 : int.MaxValue;
    }

    private IEnumerable<ParameterGroup> GroupsOf((string Name, Parameter Parameter)[] layer, int number)
    {
        var factor = Math.Pow(_options.LearningRateDecay, _layers.Length - 1 - number);
        return ParameterGroup.WithoutDecayOfVectors(layer).Where(group => group.Parameters.Count > 0).Select(group => group with { LearningRateFactor = factor });
    }
}
