using MarlRec.Execution;

namespace MarlRec.Networks;

/// <summary>Parameters that an optimiser treats alike, and how they differ from the others. Thread safety: <em>immutable</em>.</summary>
public sealed record ParameterGroup
{
    /// <summary>A group that differs in nothing yet.</summary>
    /// <param name="parameters">With names that are unique over all groups of the optimiser, such as <see cref="Module.NamedParameters"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public ParameterGroup(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters];
    }

    /// <summary>What belongs to the group.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>Multiplies <see cref="Optimizer.LearningRate"/> for this group: finite, 0 or more. Default 1.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>Replaces the optimiser's weight decay for this group: in [0, 1]. Default null: the optimiser's own.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>
    /// Two groups: matrices and larger tensors, which take the optimiser's weight decay, and vectors, which take none. Vectors are biases and the gains of
    /// norms: shrinking them limits no input's influence.
    /// </summary>
    /// <param name="parameters">All parameters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A parameter is null.</exception>
    public static IReadOnlyList<ParameterGroup> WithoutDecayOfVectors(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var matrices = new List<(string, Parameter)>();
        var vectors = new List<(string, Parameter)>();
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Parameter is null) throw new ArgumentException($"parameters[{i}] is null.", nameof(parameters));
            (parameters[i].Parameter.Value.Shape.Rank > 1 ? matrices : vectors).Add(parameters[i]);
        }

        return [new ParameterGroup(matrices), new ParameterGroup(vectors) { WeightDecay = 0 }];
    }

    internal void Validate()
    {
        Throw.IfOutside(LearningRateFactor, 0, double.MaxValue);
        if (WeightDecay is { } decay) Throw.IfOutside(decay, 0, 1, nameof(WeightDecay));
    }
}
