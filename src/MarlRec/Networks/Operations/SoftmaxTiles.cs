using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Logits, probabilities and losses of one tile of rows.</summary>
internal readonly unsafe struct SoftmaxForwardTiles(SoftmaxSample* sample, float* table, float* bias, float* packed) : ITileBody
{
    private readonly SoftmaxSample* _sample = sample;
    private readonly float* _table = table, _bias = bias, _packed = packed;

    public void Run(int tile)
    {
        int width = _sample->Width, negatives = _sample->NegativeCount;
        var first = tile * SoftmaxSample.TileRows;
        var rows = Math.Min(SoftmaxSample.TileRows, _sample->Count - first);
        var offsets = new ReadOnlySpan<float>(_sample->Offsets, negatives);
        var logits = _sample->Logits + (nint)first * negatives;
        for (var r = 0; r < rows; r++) offsets.CopyTo(new Span<float>(logits + (nint)r * negatives, negatives));
        Gemm.MultiplyPacked(rows, negatives, width, _sample->Hidden + (nint)first * width, width, 1, _packed, logits, negatives);
        for (var row = first; row < first + rows; row++)
        {
            var target = _sample->Targets[row];
            _sample->MaskTarget(row);
            var logit = RowKernels.Dot(
                new ReadOnlySpan<float>(_sample->Hidden + (nint)row * width, width), new ReadOnlySpan<float>(_table + (nint)target * width, width));
            logit += (_bias == null ? 0 : _bias[target]) - _sample->TargetCorrections[row];
            (_sample->TargetLogits[row], _sample->Losses[row], var isLargest) =
                SampledSoftmaxRow.Run(new Span<float>(_sample->Logits + (nint)row * negatives, negatives), logit);
            _sample->Right[row] = isLargest ? 1 : 0;
        }
    }
}

/// <summary>Gradients of one tile: probabilities become gradients of logits, the input's gradient is added.</summary>
internal readonly unsafe struct SoftmaxBackwardTiles(
    SoftmaxSample* sample, float factor, float* table, float* packed, float* dHidden, float* scratch) : ITileBody
{
    private readonly SoftmaxSample* _sample = sample;
    private readonly float* _table = table, _packed = packed, _dHidden = dHidden, _scratch = scratch;

    public void Run(int tile)
    {
        int width = _sample->Width, negatives = _sample->NegativeCount;
        var first = tile * SoftmaxSample.TileRows;
        var rows = Math.Min(SoftmaxSample.TileRows, _sample->Count - first);
        for (var row = first; row < first + rows; row++)
        {
            var share = factor * _sample->Weights[row];
            var logits = new Span<float>(_sample->Logits + (nint)row * negatives, negatives);
            Elementwise.Unary(logits, logits, new ScaleKernel(share));
            _sample->TargetLogits[row] = (_sample->TargetLogits[row] - 1) * share;
        }

        if (_dHidden == null) return;
        var gradient = _scratch + (nint)first * width;
        new Span<float>(gradient, rows * width).Clear();
        Gemm.MultiplyPacked(rows, width, negatives, _sample->Logits + (nint)first * negatives, negatives, 1, _packed, gradient, width);
        for (var row = first; row < first + rows; row++)
        {
            var own = new Span<float>(_scratch + (nint)row * width, width);
            RowKernels.AddScaled(new ReadOnlySpan<float>(_table + (nint)_sample->Targets[row] * width, width), _sample->TargetLogits[row], own);
            RowKernels.Add(own, new Span<float>(_dHidden + (nint)_sample->Rows[row] * width, width));
        }
    }
}
