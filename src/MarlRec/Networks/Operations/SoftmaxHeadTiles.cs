using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Packs one slice of the table for the product that gives the hidden rows' gradient.</summary>
internal readonly unsafe struct SoftmaxPackTiles(SoftmaxHead* head) : ITileBody
{
    private readonly SoftmaxHead* _head = head;

    public void Run(int tile)
    {
        int first = tile * _head->SliceClasses, width = _head->Width;
        var classes = Math.Min(_head->SliceClasses, _head->Classes - first);
        Gemm.Pack(classes, width, _head->Table + (nint)first * width, width, 1, _head->PackedTable + (nint)tile * _head->PackedSlice);
    }
}

/// <summary>Logits of one slice of the classes for a block of rows, and their exponentials, while they are in the cache.</summary>
internal readonly unsafe struct SoftmaxLogitTiles(SoftmaxHead* head) : ITileBody
{
    private readonly SoftmaxHead* _head = head;

    public void Run(int tile)
    {
        int first = tile * _head->SliceClasses, width = _head->Width, columns = _head->Columns, stride = _head->Stride;
        var classes = Math.Min(_head->SliceClasses, _head->Classes - first);
        var logits = _head->Logits + (nint)first * stride;
        // A row of these logits is a class, so its bias is one number for all columns.
        for (var c = 0; c < classes && _head->Bias != null; c++) new Span<float>(logits + (nint)c * stride, columns).Fill(_head->Bias[first + c]);
        Gemm.MultiplyPacked(
            classes, columns, width, _head->Table + (nint)first * width, width, 1, _head->PackedHidden, _head->Bias == null ? null : logits,
            _head->Bias == null ? 0 : stride, logits, stride, 0, columns);
        for (var r = 0; r < _head->Active; r++)
        {
            var target = _head->Targets[_head->First + r] - first;
            if ((uint)target < (uint)classes) _head->TargetLogits[r] = logits[(nint)target * stride + r];
        }

        var at = (nint)tile * columns;
        SoftmaxSlice.Exponentials(classes, columns, logits, stride, _head->Largest + at, _head->Shares + at);
    }
}

/// <summary>
/// Gradients of a group of slices: its own rows of the table's, and its part of the hidden rows'. How many groups there are follows from the shape, so the
/// order of all sums does too.
/// </summary>
internal readonly unsafe struct SoftmaxGradientTiles(SoftmaxHead* head) : ITileBody
{
    private readonly SoftmaxHead* _head = head;

    public void Run(int tile)
    {
        int slices = _head->Slices, groups = _head->Groups;
        if (_head->HiddenGradient != null) new Span<float>(Partial(tile), _head->Columns * _head->Width).Clear();
        for (var slice = (int)((long)slices * tile / groups); slice < (int)((long)slices * (tile + 1) / groups); slice++) Slice(slice, tile);
    }

    private void Slice(int slice, int group)
    {
        int first = slice * _head->SliceClasses, width = _head->Width, columns = _head->Columns, stride = _head->Stride;
        var classes = Math.Min(_head->SliceClasses, _head->Classes - first);
        var gradients = _head->Logits + (nint)first * stride;
        SoftmaxSlice.Scale(classes, columns, gradients, stride, _head->Shares + (nint)slice * columns);
        for (var r = 0; r < _head->Active; r++)
        {
            var target = _head->Targets[_head->First + r] - first;
            if ((uint)target < (uint)classes) gradients[(nint)target * stride + r] -= _head->BlockWeights[r];
        }

        if (_head->TableGradient != null)
            Gemm.MultiplyPacked(classes, width, columns, gradients, stride, 1, _head->PackedRows, _head->TableGradient + (nint)first * width, width);
        if (_head->BiasGradient != null)
            for (var c = 0; c < classes; c++) _head->BiasGradient[first + c] += RowKernels.Sum(new ReadOnlySpan<float>(gradients + (nint)c * stride, columns));
        if (_head->HiddenGradient != null)
            Gemm.MultiplyPacked(columns, width, classes, gradients, 1, stride, _head->PackedTable + (nint)slice * _head->PackedSlice, Partial(group), width);
    }

    private float* Partial(int group) => _head->Partials + (nint)group * _head->BlockRows * _head->Width;
}

/// <summary>Adds the groups' parts of the hidden rows' gradient.</summary>
internal readonly unsafe struct SoftmaxSumTiles(SoftmaxHead* head) : ITileBody
{
    internal const int Rows = 32;

    private readonly SoftmaxHead* _head = head;

    public void Run(int tile)
    {
        var width = _head->Width;
        var from = tile * Rows * width;
        var length = Math.Min(Rows, _head->Active - tile * Rows) * width;
        var sum = new Span<float>(_head->HiddenGradient + (nint)_head->First * width + from, length);
        new ReadOnlySpan<float>(_head->Partials + from, length).CopyTo(sum);
        for (var group = 1; group < _head->Groups; group++)
            RowKernels.Add(new ReadOnlySpan<float>(_head->Partials + (nint)group * _head->BlockRows * width + from, length), sum);
    }
}

/// <summary>Adds the gradient of the rows that count, times a factor, to that of all rows.</summary>
internal readonly unsafe struct SoftmaxScatterTiles(SoftmaxHead* head, float factor, float* dHidden) : ITileBody
{
    internal const int Rows = 128;

    private readonly SoftmaxHead* _head = head;
    private readonly float* _dHidden = dHidden;

    public void Run(int tile)
    {
        var width = _head->Width;
        for (var i = tile * Rows; i < Math.Min((tile + 1) * Rows, _head->Count); i++)
            RowKernels.AddScaled(
                new ReadOnlySpan<float>(_head->HiddenGradient + (nint)i * width, width), factor, new Span<float>(_dHidden + (nint)_head->Rows[i] * width, width));
    }
}
