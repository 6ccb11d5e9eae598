using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>The Adam optimiser (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015), with an optional L2 penalty.</summary>
/// <remarks>
/// <c>g ← g + λ w; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − α · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)</c>. The penalty's gradient passes through both means;
/// <see cref="AdamW"/> decays the weights themselves. For row-sparse parameters and thread safety see <see cref="Optimizer"/>.
/// </remarks>
public sealed class Adam : Optimizer
{
    private static readonly string?[] s_states = ["mean", SquareState, null];
    private readonly AdamOptions _options;
    private AdamUpdate[] _rules = [];

    /// <summary>An optimiser at step 0.</summary>
    /// <param name="parameters">What it trains, with unique names, such as <see cref="Module.NamedParameters"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="context">Runs the updates; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name or a parameter comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Adam(IReadOnlyList<(string Name, Parameter Parameter)> parameters, AdamOptions? options = null, ComputeContext? context = null)
        : this(options ?? new AdamOptions(), Single(parameters), context)
    {
    }

    private Adam(AdamOptions options, IReadOnlyList<ParameterGroup> groups, ComputeContext? context)
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
    public static Adam ForGroups(IReadOnlyList<ParameterGroup> groups, AdamOptions? options = null, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new Adam(options ?? new AdamOptions(), groups, context);
    }

    private protected override void Update()
    {
        var rules = RoomForRules(ref _rules);
        for (var i = 0; i < Rules.Length; i++)
        {
            var (group, steps) = Rules[i];
            var rate = LearningRate * Groups[group].LearningRateFactor;
            rules[i] = new AdamUpdate(_options.Beta1, _options.Beta2, _options.Epsilon, rate, Groups[group].WeightDecay ?? _options.WeightDecay, 0, steps);
        }

        Apply(rules);
    }

    private static AdamOptions Checked(AdamOptions options)
    {
        options.Validate();
        return options;
    }
}
