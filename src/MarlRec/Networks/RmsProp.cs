using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>RMSprop (Tieleman and Hinton, "Lecture 6.5: rmsprop", 2012), with optional momentum and centring (Graves, "Generating Sequences With Recurrent Neural Networks", 2013).</summary>
/// <remarks>
/// <c>g ← g + λ w; v ← ρ v + (1 − ρ) g²; u ← μ u + g / (√v + ε); w ← w − α u</c>. Centred, the mean gradient <c>a ← ρ a + (1 − ρ) g</c> is kept too, and v − a² stands in place of v.
/// For row-sparse parameters and thread safety see <see cref="Optimizer"/>.
/// </remarks>
public sealed class RmsProp : Optimizer
{
    private readonly RmsPropOptions _options;
    private RmsPropUpdate[] _rules = [];

    /// <summary>An optimiser at step 0.</summary>
    /// <param name="parameters">What it trains, with unique names, such as <see cref="Module.NamedParameters"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="context">Runs the updates; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name or a parameter comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public RmsProp(IReadOnlyList<(string Name, Parameter Parameter)> parameters, RmsPropOptions? options = null, ComputeContext? context = null)
        : this(options ?? new RmsPropOptions(), Single(parameters), context)
    {
    }

    private RmsProp(RmsPropOptions options, IReadOnlyList<ParameterGroup> groups, ComputeContext? context)
        : base(groups, Checked(options).LearningRate, [SquareState, options.Momentum > 0 ? "velocity" : null, options.Centered ? "average" : null], context)
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
    public static RmsProp ForGroups(IReadOnlyList<ParameterGroup> groups, RmsPropOptions? options = null, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new RmsProp(options ?? new RmsPropOptions(), groups, context);
    }

    private protected override void Update()
    {
        var rules = RoomForRules(ref _rules);
        for (var i = 0; i < Rules.Length; i++)
        {
            var (group, _) = Rules[i];
            var rate = LearningRate * Groups[group].LearningRateFactor;
            rules[i] = new RmsPropUpdate(rate, _options.Smoothing, _options.Epsilon, _options.Momentum, _options.Centered, Groups[group].WeightDecay ?? _options.WeightDecay);
        }

        Apply(rules);
    }

    private static RmsPropOptions Checked(RmsPropOptions options)
    {
        options.Validate();
        return options;
    }
}
