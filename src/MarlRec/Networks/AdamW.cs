using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019).</summary>
/// <remarks>
/// <c>m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← (1 − α λ) w − α · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)</c>. The decay does not pass through the means, so that
/// weights with large gradients decay as fast as the others; <see cref="Adam"/> has the L2 penalty instead. For row-sparse parameters and thread safety see <see cref="Optimizer"/>.
/// </remarks>
public sealed class AdamW : Optimizer
{
    private static readonly string?[] s_states = ["mean", SquareState, null];
    private readonly AdamWOptions _options;
    private AdamUpdate[] _rules = [];

    /// <summary>An optimiser at step 0.</summary>
    /// <param name="parameters">What it trains, with unique names, such as <see cref="Module.NamedParameters"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="context">Runs the updates; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name or a parameter comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public AdamW(IReadOnlyList<(string Name, Parameter Parameter)> parameters, AdamWOptions? options = null, ComputeContext? context = null)
        : this(options ?? new AdamWOptions(), Single(parameters), context)
    {
    }

    private AdamW(AdamWOptions options, IReadOnlyList<ParameterGroup> groups, ComputeContext? context)
        : base(groups, Checked(options).LearningRate, s_states, context)
    {
        _options = options;
    }

    /// <summary>An optimiser at step 0 over several groups of parameters.</summary>
    /// <param name="groups">What it trains. Names are unique over all groups, and no parameter is in two.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="context">Runs the updates; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/> is null.</exception>
    /// <exception cref="ArgumentException">A group is null, or a name or a parameter comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static AdamW ForGroups(IReadOnlyList<ParameterGroup> groups, AdamWOptions? options = null, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new AdamW(options ?? new AdamWOptions(), groups, context);
    }

    private protected override void Update()
    {
        var rules = RoomForRules(ref _rules);
        for (var i = 0; i < Rules.Length; i++)
        {
            var (group, steps) = Rules[i];
            var rate = LearningRate * Groups[group].LearningRateFactor;
            rules[i] = new AdamUpdate(_options.Beta1, _options.Beta2, _options.Epsilon, rate, 0, Groups[group].WeightDecay ?? _options.WeightDecay, steps);
        }

        Apply(rules);
    }

    private static AdamWOptions Checked(AdamWOptions options)
    {
        options.Validate();
        return options;
    }
}
