using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>
/// Runs a batch in shards: each goes forward and backward on a tape of its own, then their gradients are added up. A shard's values stay in a core's cache,
/// and threads wait for each other once in a step instead of in every operation.
/// </summary>
/// <remarks>
/// <para>Choose the number of shards by the batch's shape, such as one for every sixteen sequences, never by the degree of parallelism: gradients are added
/// in the order of the shards, so equal shards give equal bits at any degree, while another number of shards rounds differently.</para>
/// <para>Each shard keeps gradients of its own: as much memory as all parameters take, for each shard; of a row-sparse parameter only what was looked up.</para>
/// <para>In the steady state a run allocates nothing. Thread safety: <em>single owner</em>, who also owns the parameters.</para>
/// </remarks>
public sealed unsafe class ShardedBackward
{
    private const int SliceLength = 8 * 1024;
    private const int LookupTiles = 8; // each takes the ids of one remainder

    private readonly ComputeContext _context;
    private readonly Parameter[] _parameters;
    private readonly Dictionary<Parameter, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly (int Place, int Start, int Length)[] _slices;
    private readonly Tape _whole;
    private readonly Tape[] _tapes;
    private readonly int[] _taken;
    private readonly List<GradientShard> _shards = [];
    private double[] _losses = [];

    /// <summary>Takes the parameters on.</summary>
    /// <param name="parameters">All that the losses train, each once.</param>
    /// <param name="context">Runs the shards.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A parameter is null or comes twice.</exception>
    public ShardedBackward(IReadOnlyList<(string Name, Parameter Parameter)> parameters, ComputeContext context)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _parameters = new Parameter[parameters.Count];
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, parameter) = parameters[i];
            if (parameter is null) throw new ArgumentException($"parameters[{i}] is null.", nameof(parameters));
            if (!_places.TryAdd(parameter, i)) throw new ArgumentException($"Parameter {name} comes twice.", nameof(parameters));
            _parameters[i] = parameter;
        }

        _slices = [.. Slices()];
        _whole = new Tape(context);
        _tapes = new Tape[context.DegreeOfParallelism];
        for (var i = 0; i < _tapes.Length; i++) _tapes[i] = new Tape(ComputeContext.Serial);
        _taken = new int[_tapes.Length];
    }

    /// <summary>Adds the gradient of the sum of all shards' losses to the parameters' gradients.</summary>
    /// <param name="shards">How many, 1 or more. One runs on a tape that shares each operation among the threads.</param>
    /// <param name="loss">
    /// Makes the scalar loss of shard 0 … <paramref name="shards"/> − 1 on the given tape, which is empty. Shards may run at the same time: it must not write
    /// what another shard reads, and takes random numbers from a stream of that shard's own. A mean over the batch is the sum of the shards' means, each
    /// scaled by its part of the batch.
    /// </param>
    /// <returns>The sum of the losses.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="shards"/> is less than 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">A loss is no scalar, or, with two shards or more, a trained parameter on a tape was not given.</exception>
    /// <remarks>If shards throw, the exception of the first is rethrown; with two shards or more, no gradient has changed then.</remarks>
    public double Run(int shards, Func<Tape, int, Variable> loss)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        ArgumentNullException.ThrowIfNull(loss);
        if (shards == 1) return Backward(_whole, loss, 0);
        while (_shards.Count < shards) _shards.Add(new GradientShard(_places));
        if (_losses.Length < shards) _losses = new double[shards];
        _context.For(shards, new ShardTiles(this, loss));
        _context.For(_slices.Length, new SumTiles(this, shards));
        for (var place = 0; place < _parameters.Length; place++) AddRows(place, shards);
        GC.KeepAlive(this); // the memory behind the pointers is the parameters'
        var sum = 0.0;
        for (var i = 0; i < shards; i++) sum += _losses[i];
        return sum;
    }

    private static double Backward(Tape tape, Func<Tape, int, Variable> loss, int shard)
    {
        tape.Reset();
        var value = loss(tape, shard);
        tape.Backward(value);
        return value.Value[0];
    }

    private IEnumerable<(int Place, int Start, int Length)> Slices()
    {
        for (var place = 0; place < _parameters.Length; place++)
        {
            if (_parameters[place].IsRowSparse) continue;
            var length = _parameters[place].Value.Length;
            for (var start = 0; start < length; start += SliceLength) yield return (place, start, Math.Min(SliceLength, length - start));
        }
    }

    private void AddRows(int place, int shards)
    {
        var parameter = _parameters[place];
        var lookups = 0;
        for (var i = 0; i < shards; i++)
        {
            if (parameter.IsRowSparse && _shards[i].Whole(place) != null)
            {
                Tiled.Add(_context, parameter.Value.Length, _shards[i].Whole(place), parameter.Gradient.Pointer);
                parameter.TouchAllRows();
            }

            foreach (var rows in _shards[i].Lookups)
            {
                if (rows.Place != place) continue;
                lookups += rows.Count;
                for (var row = 0; row < rows.Count; row++) parameter.TouchRow(rows.Ids[row]);
            }
        }

        if (lookups > 0) _context.For(LookupTiles, new LookupTile(this, shards, place, parameter.Value.Length / parameter.Value.Shape[0], parameter.Gradient.Pointer));
    }

    private readonly struct ShardTiles(ShardedBackward owner, Func<Tape, int, Variable> loss) : ITileBody
    {
        public void Run(int shard)
        {
            // Never more shards at once than tapes; results do not depend on which one it is.
            var slot = 0;
            while (Interlocked.CompareExchange(ref owner._taken[slot], 1, 0) != 0) slot = (slot + 1) % owner._taken.Length;
            try
            {
                var tape = owner._tapes[slot];
                var gradients = owner._shards[shard];
                gradients.Reset();
                tape.Shard = gradients;
                owner._losses[shard] = Backward(tape, loss, shard);
            }
            finally
            {
                Volatile.Write(ref owner._taken[slot], 0);
            }
        }
    }

    private readonly struct SumTiles(ShardedBackward owner, int shards) : ITileBody
    {
        public void Run(int tile)
        {
            var (place, start, length) = owner._slices[tile];
            var sum = new Span<float>(owner._parameters[place].Gradient.Pointer + start, length);
            for (var i = 0; i < shards; i++)
                if (owner._shards[i].Whole(place) is var part && part != null) Elementwise.AddUnary(new ReadOnlySpan<float>(part + start, length), sum, default(IdentityKernel));
        }
    }

    /// <summary>Adds the rows whose id leaves one remainder, in the order of the shards: no two tiles write the same row.</summary>
    private readonly struct LookupTile(ShardedBackward owner, int shards, int place, int width, float* gradient) : ITileBody
    {
        private readonly float* _gradient = gradient;

        public void Run(int remainder)
        {
            for (var i = 0; i < shards; i++)
            {
                foreach (var rows in owner._shards[i].Lookups)
                {
                    if (rows.Place != place) continue;
                    for (var row = 0; row < rows.Count; row++)
                    {
                        if (rows.Ids[row] % LookupTiles != remainder) continue;
                        RowKernels.Add(new ReadOnlySpan<float>(rows.Values + (nint)row * width, width), new Span<float>(_gradient + (nint)rows.Ids[row] * width, width));
                    }
                }
            }
        }
    }
}
