using System.Runtime.InteropServices;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Gradients of parameters that one shard of a batch has given, kept apart until all shards are done.</summary>
/// <remarks>Rows of row-sparse parameters are kept as they come, with their ids: what is kept grows with what was looked up, not with the table. Thread safety: <em>single owner</em>.</remarks>
internal sealed unsafe class GradientShard(IReadOnlyDictionary<Parameter, int> places)
{
    private readonly Workspace _memory = new();
    private readonly nint[] _whole = new nint[places.Count];
    private readonly List<Rows> _rows = [];

    /// <summary>What was looked up, in the order in which it came.</summary>
    internal ReadOnlySpan<Rows> Lookups => CollectionsMarshal.AsSpan(_rows);

    /// <summary>A parameter's gradient as a whole, shaped as its value; null if only rows of it have come, or nothing.</summary>
    internal float* Whole(int place) => (float*)_whole[place];

    /// <summary>Where to add the gradient of a whole parameter.</summary>
    internal float* Of(Parameter parameter)
    {
        var place = places[parameter];
        if (_whole[place] == 0) _whole[place] = (nint)_memory.AllocateZeros(parameter.Value.Length);
        return (float*)_whole[place];
    }

    /// <summary>Takes a copy of terms, to be added to the parameter's rows.</summary>
    internal void AddRows(Parameter parameter, in RowTerms terms)
    {
        int count = terms.Count, width = terms.Width;
        var kept = new Rows(places[parameter], count, _memory.AllocateInts(count), _memory.AllocateFloats(checked(count * width)));
        new ReadOnlySpan<int>(terms.Ids, count).CopyTo(new Span<int>(kept.Ids, count));
        for (var i = 0; i < count; i++)
        {
            var row = new Span<float>(kept.Values + (nint)i * width, width);
            if (terms.Factor(i) is var factor && factor == 1) terms.Row(i).CopyTo(row);
            else Elementwise.Unary(terms.Row(i), row, new ScaleKernel(factor));
        }

        _rows.Add(kept);
    }

    /// <summary>Forgets everything.</summary>
    internal void Reset()
    {
        _memory.Reset();
        Array.Clear(_whole);
        _rows.Clear();
    }

    /// <summary>Throws unless a parameter's gradient can be kept.</summary>
    internal void Require(Parameter parameter)
    {
        if (!places.ContainsKey(parameter))
            throw new ArgumentException($"Parameter {parameter.Name} {parameter.Value.Shape} is trained, but not among those whose gradients the shards add up.", nameof(parameter));
    }

    /// <summary>Rows to be added to those of a parameter.</summary>
    internal readonly struct Rows(int place, int count, int* ids, float* values)
    {
        internal readonly int Place = place, Count = count;
        internal readonly int* Ids = ids;
        internal readonly float* Values = values;
    }
}
