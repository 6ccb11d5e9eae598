using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Parameters cut into tiles of about equal work, small ones many to a tile, so that a whole step is one parallel loop.</summary>
/// <remarks>It holds pointers: who uses it keeps the tensors reachable.</remarks>
internal sealed unsafe class UpdatePlan
{
    // Floats of a tile: large against the cost of handing one out, small against a core's own cache.
    private const int TileLength = 16 * 1024;
    // Up to here one tile takes all: waking a worker would cost more.
    private const int SmallLength = 32 * 1024;
    private const int Alignment = 16; // floats of 64 bytes

    private readonly Slice[] _slices;
    private readonly int[] _starts; // [tiles + 1] a tile's first slice

    internal UpdatePlan(IEnumerable<OptimizerEntry> entries)
    {
        var all = entries.ToList();
        var slices = new List<Slice>();
        var starts = new List<int>();
        var size = all.Sum(entry => (long)entry.Parameter.Value.Length) <= SmallLength ? SmallLength : TileLength;
        var room = 0;
        foreach (var entry in all)
        {
            var length = entry.Parameter.Value.Length;
            for (var start = 0; start < length;)
            {
                if (room < Alignment)
                {
                    starts.Add(slices.Count);
                    room = size;
                }

                var taken = Math.Min(length - start, room & -Alignment);
                slices.Add(new Slice(entry, start, taken));
                start += taken;
                room -= taken;
            }
        }

        starts.Add(slices.Count);
        _slices = [.. slices];
        _starts = [.. starts];
    }

    private int Tiles => _starts.Length - 1;

    /// <summary>Moves all weights that are not frozen; <paramref name="rules"/> are those that their entries name.</summary>
    internal void Update<TRule>(ComputeContext context, TRule[] rules)
        where TRule : struct, IUpdateRule => context.For(Tiles, new UpdateTiles<TRule>(this, rules));

    /// <summary>Sets all gradients to zero.</summary>
    internal void ZeroGradients(ComputeContext context) => context.For(Tiles, new ZeroTiles(this));

    private ReadOnlySpan<Slice> Tile(int tile) => _slices.AsSpan(_starts[tile].._starts[tile + 1]);

    private readonly struct Slice(OptimizerEntry entry, int start, int length)
    {
        internal readonly float* Weights = entry.Parameter.Value.Pointer + start, Gradient = entry.Parameter.Gradient.Pointer + start;
        internal readonly float* First = entry.Pointer(0, start), Second = entry.Pointer(1, start), Third = entry.Pointer(2, start);
        internal readonly int Length = length;
        internal readonly OptimizerEntry Entry = entry;
    }

    private readonly struct UpdateTiles<TRule>(UpdatePlan plan, TRule[] rules) : ITileBody
        where TRule : struct, IUpdateRule
    {
        public void Run(int tile)
        {
            foreach (ref readonly var slice in plan.Tile(tile))
                if (!slice.Entry.Parameter.IsFrozen) ParameterUpdate.Run(rules[slice.Entry.Rule], slice.Length, slice.Weights, slice.Gradient, slice.First, slice.Second, slice.Third);
        }
    }

    private readonly struct ZeroTiles(UpdatePlan plan) : ITileBody
    {
        public void Run(int tile)
        {
            foreach (ref readonly var slice in plan.Tile(tile)) new Span<float>(slice.Gradient, slice.Length).Clear();
        }
    }
}
