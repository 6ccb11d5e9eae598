using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Stochastic gradient descent, with optional momentum (Polyak, 1964; Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013).</summary>
/// <remarks>
/// <c>g ← g + λ w; u ← μ u + g; w ← w − α u</c>, or <c>w ← w − α (g + μ u)</c> for Nesterov's form. The learning rate stands outside of the velocity, as in PyTorch.
/// For row-sparse parameters and thread safety see <see cref="Optimizer"/>.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly SgdOptions _options;
    private SgdUpdate[] _rules = [];

    /// <summary>An optimiser at step 0.</summary>
    /// <param name="parameters">What it trains, with unique names, such as <see cref="Module.NamedParameters"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="context">Runs the updates; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name or a parameter comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Sgd(IReadOnlyList<(string Name, Parameter Parameter)> parameters, SgdOptions? options = null, ComputeContext? context = null)
        : this(options ?? new SgdOptions(), Single(parameters), context)
    {
    }

    private Sgd(SgdOptions options, IReadOnlyList<ParameterGroup> groups, ComputeContext? context)
        : base(groups, Checked(options).LearningRate, [options.Momentum > 0 ? "velocity" : null, null, null], context)
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
    public static Sgd ForGroups(IReadOnlyList<ParameterGroup> groups, SgdOptions? options = null, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new Sgd(options ?? new SgdOptions(), groups, context);
    }

    private protected override void Update()
    {
        var rules = RoomForRules(ref _rules);
        for (var i = 0; i < Rules.Length; i++)
        {
            var (group, _) = Rules[i];
            var rate = LearningRate * Groups[group].LearningRateFactor;
            rules[i] = new SgdUpdate(rate, _options.Momentum, _options.Nesterov, Groups[group].WeightDecay ?? _options.WeightDecay);
        }

        Apply(rules);
    }

    private static SgdOptions Checked(SgdOptions options)
    {
        options.Validate();
        return options;
    }
}
