using System.Runtime.InteropServices;
using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Moves parameters against their gradients: <see cref="Adam"/>, <see cref="AdamW"/>, <see cref="Sgd"/>, <see cref="RmsProp"/>.</summary>
/// <remarks>
/// <para>Row-sparse parameters (<see cref="Parameter.IsRowSparse"/>) are updated <em>lazily</em>: rows that no operation touched since the last
/// <see cref="ZeroGradients"/> keep their weights, moments and velocities to the bit, and are not decayed. The dense algorithm would move them by what momentum is left;
/// so this is another algorithm, the one that PyTorch calls SparseAdam. When all rows are touched the two agree to the bit.</para>
/// <para>A step allocates nothing after the first. Thread safety: <em>single owner</em>, who also owns the parameters during <see cref="Step"/>.</para>
/// </remarks>
public abstract class Optimizer
{
    private readonly ComputeContext _context;
    private readonly string?[] _states;
    private readonly OptimizerEntry[] _entries;
    private readonly OptimizerEntry[] _rowSparse;
    private readonly (string Name, Parameter Parameter)[] _parameters;
    private readonly List<(int Group, long Steps)> _rules = [];
    private UpdatePlan? _plan;
    private double _learningRate;

    /// <summary>Takes the parameters on.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="learningRate">α, checked.</param>
    /// <param name="states">Three names: what is kept for each element, null where nothing is.</param>
    /// <param name="context">Runs the updates; null for the calling thread.</param>
    private protected Optimizer(IReadOnlyList<ParameterGroup> groups, double learningRate, string?[] states, ComputeContext? context)
    {
        Groups = [.. groups];
        _learningRate = learningRate;
        _states = states;
        _context = context ?? ComputeContext.Serial;
        _entries = [.. Enter()];
        _rowSparse = [.. _entries.Where(entry => entry.Parameter.IsRowSparse)];
        _parameters = [.. _entries.Select(entry => (entry.Name, entry.Parameter))];
    }

    /// <summary>How many steps have been made. Of a parameter those count in which it was not frozen.</summary>
    public long StepCount { get; private set; }

    /// <summary>α of the next step: finite, 0 or more. A schedule sets it; it is not part of the exported state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            Throw.IfOutside(value, 0, double.MaxValue, nameof(LearningRate));
            _learningRate = value;
        }
    }

    /// <summary>What is trained, in the order of the groups.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters => _parameters;

    /// <summary>The groups.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Moves all parameters that are not frozen against their gradients. Gradients stay as they are: call <see cref="ZeroGradients"/> before the next backward pass.</summary>
    public void Step()
    {
        StepCount++;
        ChooseRules();
        Update();
        GC.KeepAlive(this); // the memory behind the pointers is this object's
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients()
    {
        Plan().ZeroGradients(_context);
        foreach (var entry in _rowSparse) entry.ZeroGradient(_context);
        GC.KeepAlive(this);
    }

    /// <summary>Copies the step count and all that is kept for each element into a dictionary, enough to continue exactly.</summary>
    /// <param name="into">Receives <c>prefix + "step"</c>, and for each parameter <c>prefix + name + "." + state</c>, such as <c>adam.bias.mean</c>; <c>skipped</c> where it was frozen for some steps.</param>
    /// <param name="prefix">Put in front of each name as it is, such as <c>"adam."</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A name is taken already.</exception>
    public void ExportState(IDictionary<string, FloatTensor> into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        into.Add(prefix + "step", StateTensors.FromCount(StepCount));
        foreach (var entry in _entries)
            if (entry.Skipped > 0) into.Add(prefix + entry.Name + SkippedState, StateTensors.FromCount(entry.Skipped));
        foreach (var (name, _, tensor) in States(prefix)) into.Add(name, tensor.Clone());
    }

    /// <summary>Continues from an exported state; other entries are ignored.</summary>
    /// <param name="from">What <see cref="ExportState"/> wrote for the same parameters.</param>
    /// <param name="prefix">As at the export.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A tensor is missing, misshapen, not finite, or a mean of squares negative. Nothing has been written then.</exception>
    public void ImportState(IReadOnlyDictionary<string, FloatTensor> from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        var count = StateTensors.ToCount(StateTensors.Require(from, prefix + "step", new Shape(4)), prefix + "step");
        var skipped = Array.ConvertAll(_entries, entry => SkippedOf(from, prefix + entry.Name + SkippedState, count));
        foreach (var (name, state, tensor) in States(prefix))
        {
            var given = StateTensors.Require(from, name, tensor.Shape);
            if (state != SquareState) continue;
            foreach (var value in given.Span)
                if (value < 0) throw new ArgumentException($"Tensor {name} holds {value}, but means of squares are not negative.", nameof(from));
        }

        StepCount = count;
        for (var i = 0; i < _entries.Length; i++) _entries[i].Skipped = skipped[i];
        foreach (var (name, _, tensor) in States(prefix)) from[name].Span.CopyTo(tensor.Span);
    }

    /// <summary>The state that is never negative.</summary>
    private protected const string SquareState = "square";

    private const string SkippedState = ".skipped";

    /// <summary>One step, by way of <see cref="Apply"/>.</summary>
    private protected abstract void Update();

    /// <summary>
    /// The rules that a step needs: one for the parameters of a group that have been moved equally often, this step included. Mostly one for each group; a parameter that was frozen for some
    /// steps has made fewer, and what Adam makes of its means depends on that.
    /// </summary>
    private protected ReadOnlySpan<(int Group, long Steps)> Rules => CollectionsMarshal.AsSpan(_rules);

    /// <summary>Makes room for <see cref="Rules"/>.</summary>
    private protected TRule[] RoomForRules<TRule>(ref TRule[] rules)
    {
        if (rules.Length < _rules.Count) rules = new TRule[_rules.Count];
        return rules;
    }

    /// <summary>Moves all parameters, each by its one of the <see cref="Rules"/>.</summary>
    private protected void Apply<TRule>(TRule[] rules)
        where TRule : struct, IUpdateRule
    {
        Plan().Update(_context, rules);
        foreach (var entry in _rowSparse) entry.UpdateRows(_context, rules);
    }

    /// <summary>One group of all <paramref name="parameters"/>.</summary>
    private protected static ParameterGroup[] Single(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [new ParameterGroup(parameters)];
    }

    private void ChooseRules()
    {
        _rules.Clear();
        foreach (var entry in _entries)
        {
            if (entry.Parameter.IsFrozen)
            {
                entry.Skipped++;
                continue;
            }

            var rule = (entry.Group, StepCount - entry.Skipped);
            entry.Rule = _rules.IndexOf(rule);
            if (entry.Rule >= 0) continue;
            entry.Rule = _rules.Count;
            _rules.Add(rule);
        }
    }

    private static long SkippedOf(IReadOnlyDictionary<string, FloatTensor> from, string name, long steps)
    {
        if (!from.ContainsKey(name)) return 0;
        var skipped = StateTensors.ToCount(StateTensors.Require(from, name, new Shape(4)), name);
        return skipped <= steps ? skipped : throw new ArgumentException($"Tensor {name} holds {skipped} skipped steps, but there were {steps} in all.", nameof(from));
    }

    // Made at the first step and not before: gradients take memory.
    private UpdatePlan Plan() => _plan ??= new UpdatePlan(_entries.Where(entry => !entry.Parameter.IsRowSparse));

    private IEnumerable<OptimizerEntry> Enter()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        for (var g = 0; g < Groups.Count; g++)
        {
            if (Groups[g] is not { } group) throw new ArgumentException($"groups[{g}] is null.", "groups");
            group.Validate();
            for (var i = 0; i < group.Parameters.Count; i++)
            {
                var (name, parameter) = group.Parameters[i];
                if (parameter is null || name is null) throw new ArgumentException($"parameters[{i}] is null.", "parameters");
                if (!names.Add(name) || !seen.Add(parameter)) throw new ArgumentException($"Parameter {name} comes twice.", "parameters");
                yield return new OptimizerEntry(name, parameter, g, Array.ConvertAll(_states, state => state is null ? null : new FloatTensor(parameter.Value.Shape)));
            }
        }
    }

    private IEnumerable<(string Name, string State, FloatTensor Tensor)> States(string prefix)
    {
        foreach (var entry in _entries)
            for (var i = 0; i < _states.Length; i++)
                if (entry.State(i) is { } tensor) yield return ($"{prefix}{entry.Name}.{_states[i]}", _states[i]!, tensor);
    }
}
