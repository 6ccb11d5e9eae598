using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// An affine map whose weights are bytes with one scale for each output; its bias and its arithmetic stay float32. For inference. Thread safety:
/// <em>immutable</em>.
/// </summary>
internal sealed unsafe class Int8Linear
{
    private const int TileRows = 192; // with 256 of its columns, a tile of the input stays in a core's own cache

    private readonly int _inputs, _outputs;
    private readonly sbyte[] _codes;
    private readonly float[] _scales;
    private readonly float[] _bias;
    private readonly ActivationKind? _activation;

    internal Int8Linear(FloatTensor weight, FloatTensor bias, ActivationKind? activation = null)
    {
        (_outputs, _inputs, _activation) = (weight.Shape[0], weight.Shape[1], activation);
        _codes = new sbyte[Int8Product.PackedLength(_inputs, _outputs)];
        _scales = new float[_outputs];
        _bias = bias.Span.ToArray();
        fixed (sbyte* codes = _codes)
        fixed (float* scales = _scales) Int8Product.Pack(_inputs, _outputs, weight.Pointer, codes, scales);
        GC.KeepAlive(weight);
    }

    /// <summary>How many bytes it holds.</summary>
    internal long Bytes => _codes.Length + sizeof(float) * (long)(_scales.Length + _bias.Length);

    /// <summary>Shape [..., I] to [..., O], on a tape that does not record.</summary>
    internal Variable Forward(Tape tape, Variable x)
    {
        ref var input = ref tape.NodeOf(x, nameof(x));
        var shape = input.Shape.WithLast(_outputs);
        var rows = input.Shape.Rows;
        var value = tape.Workspace.AllocateFloats(shape.Length);
        fixed (sbyte* codes = _codes)
        fixed (float* scales = _scales, bias = _bias)
        {
            var panels = (_outputs + Gemm.PanelWidth - 1) / Gemm.PanelWidth;
            var tiles = checked(panels * ((rows + TileRows - 1) / TileRows));
            tape.Context.For(tiles, new Tiles(rows, _outputs, _inputs, panels, input.Value, codes, scales, bias, value));
        }

        var y = tape.Push(shape, value, false, out _);
        return _activation switch
        {
            null => y,
            ActivationKind.Relu => tape.Relu(y),
            ActivationKind.Tanh => tape.Tanh(y),
            ActivationKind.Sigmoid => tape.Sigmoid(y),
            _ => tape.Gelu(y),
        };
    }

    private readonly struct Tiles(int m, int n, int k, int panels, float* a, sbyte* codes, float* scales, float* bias, float* c) : ITileBody
    {
        private readonly float* _a = a, _scales = scales, _bias = bias, _c = c;
        private readonly sbyte* _codes = codes;

        public void Run(int tile)
        {
            var row = tile / panels * TileRows;
            Int8Product.Panel(
                Math.Min(TileRows, m - row), n, k, _a + (nint)row * k, k, _codes, _scales, _bias, _c + (nint)row * n, n, tile % panels * Gemm.PanelWidth);
        }
    }
}
