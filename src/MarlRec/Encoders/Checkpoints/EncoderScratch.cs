using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Checkpoints;

/// <summary>
/// A tape for inference whose memory is taken back after each layer: its peak is what one layer needs, however many there are. Thread safety: <em>single owner</em>.
/// </summary>
internal sealed class EncoderScratch(ComputeContext context)
{
    private float[] _kept = [];

    internal Tape Tape { get; } = new(context, recording: false);

    /// <summary>Takes back everything but a variable [B, T, D], which is given anew.</summary>
    internal Variable Keep(Variable x)
    {
        var shape = x.Shape;
        if (_kept.Length < shape.Length) _kept = new float[shape.Length];
        x.Value.CopyTo(_kept);
        Tape.Reset();
        return Tape.Constant(_kept.AsSpan(0, shape.Length), shape[0], shape[1], shape[2]);
    }
}
