using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>The Adam optimiser (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015), with optional decoupled weight decay.</summary>
/// <remarks>Thread safety: <em>single owner</em>, who also owns the parameters during <see cref="Step"/>.</remarks>
public sealed class Adam
{
    private const int TileLength = 16 * 1024;
    private readonly (string Name, Parameter Parameter)[] _parameters;
    private readonly FloatTensor[] _means;
    private readonly FloatTensor[] _squares;
    private readonly AdamOptions _options;
    private readonly ComputeContext _context;
    private double _learningRate;

    /// <summary>An optimiser at step 0.</summary>
    /// <param name="parameters">What it trains, with unique names, such as <see cref="Module.NamedParameters"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="context">Runs the updates; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name or a parameter comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Adam(IReadOnlyList<(string Name, Parameter Parameter)> parameters, AdamOptions? options = null, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _options = options ?? new AdamOptions();
        _options.Validate();
        _learningRate = _options.LearningRate;
        _context = context ?? ComputeContext.Serial;
        _parameters = [.. parameters];
        _means = new FloatTensor[_parameters.Length];
        _squares = new FloatTensor[_parameters.Length];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < _parameters.Length; i++)
        {
            var (name, parameter) = _parameters[i];
            if (parameter is null || name is null) throw new ArgumentException($"parameters[{i}] is null.", nameof(parameters));
            if (!names.Add(name) || !seen.Add(parameter)) throw new ArgumentException($"Parameter {name} comes twice.", nameof(parameters));
            _means[i] = new FloatTensor(parameter.Value.Shape);
            _squares[i] = new FloatTensor(parameter.Value.Shape);
        }
    }

    /// <summary>How many steps have been made.</summary>
    public long StepCount { get; private set; }

    /// <summary>α of the next step: finite, above 0. A schedule sets it; it is not part of the exported state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            Throw.IfNotPositive(value, nameof(LearningRate));
            _learningRate = value;
        }
    }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters => _parameters;

    /// <summary>Moves all parameters against their gradients. Gradients stay as they are: call <see cref="ZeroGradients"/> before the next backward pass.</summary>
    public void Step()
    {
        StepCount++;
        var factors = new AdamFactors(
            (float)_options.Beta1,
            (float)_options.Beta2,
            (float)(_learningRate / (1 - Math.Pow(_options.Beta1, StepCount))),
            (float)(1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, StepCount))),
            (float)_options.Epsilon,
            (float)(1 - _learningRate * _options.WeightDecay));
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i].Parameter;
            var tiles = (parameter.Value.Length + TileLength - 1) / TileLength;
            _context.For(tiles, new UpdateTiles(parameter, _means[i], _squares[i], factors));
        }
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients()
    {
        foreach (var (_, parameter) in _parameters) parameter.ZeroGradient();
    }

    /// <summary>Copies the step count and both means into a dictionary, enough to continue exactly.</summary>
    /// <param name="into">Receives <c>prefix + "step"</c>, and <c>prefix + name + ".mean"</c> and <c>".square"</c> for each parameter.</param>
    /// <param name="prefix">Put in front of each name as it is, such as <c>"adam."</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A name is taken already.</exception>
    public void ExportState(IDictionary<string, FloatTensor> into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        into.Add(prefix + "step", StateTensors.FromCount(StepCount));
        for (var i = 0; i < _parameters.Length; i++)
        {
            into.Add(prefix + _parameters[i].Name + ".mean", _means[i].Clone());
            into.Add(prefix + _parameters[i].Name + ".square", _squares[i].Clone());
        }
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
        for (var i = 0; i < _parameters.Length; i++)
        {
            StateTensors.Require(from, prefix + _parameters[i].Name + ".mean", _means[i].Shape);
            var square = StateTensors.Require(from, prefix + _parameters[i].Name + ".square", _squares[i].Shape);
            foreach (var value in square.Span)
                if (value < 0) throw new ArgumentException($"Tensor {prefix}{_parameters[i].Name}.square holds {value}, but means of squares are not negative.", nameof(from));
        }

        StepCount = count;
        for (var i = 0; i < _parameters.Length; i++)
        {
            from[prefix + _parameters[i].Name + ".mean"].Span.CopyTo(_means[i].Span);
            from[prefix + _parameters[i].Name + ".square"].Span.CopyTo(_squares[i].Span);
        }
    }

    private readonly struct UpdateTiles(Parameter parameter, FloatTensor mean, FloatTensor square, AdamFactors factors) : ITileBody
    {
        private readonly AdamFactors _factors = factors;

        public void Run(int tile)
        {
            var start = tile * TileLength;
            var length = Math.Min(TileLength, parameter.Value.Length - start);
            AdamUpdate.Run(
                parameter.Value.Span.Slice(start, length), parameter.Gradient.Span.Slice(start, length),
                mean.Span.Slice(start, length), square.Span.Slice(start, length), _factors);
        }
    }
}
