using MarlRec.Benchmarks.Peers.Measurement;

namespace MarlRec.Benchmarks.Peers.Sequences;

/// <summary>The sizes of the text classifier: V words, embedded in E, an LSTM of H over T steps, one logit.</summary>
internal static class TextShape
{
    internal const int Words = 10_000;
    internal const int Embedded = 64;
    internal const int Hidden = 128;
    internal const int Time = 100;

    /// <summary>Gate products of one sequence: T · 2 · 4H · (E + H).</summary>
    private const double ForwardFlops = Time * 2.0 * 4 * Hidden * (Embedded + Hidden);

    /// <summary>A training step: forward, and twice that backward, for inputs and for weights.</summary>
    internal static Cost Training(int batch) => Cost.OfFlops(3 * batch * ForwardFlops, "3·B·T·2·4H·(E+H)");

    /// <summary>Inference. A step of one sequence reads all hidden weights, which the second-level cache holds: 4·4H·H bytes.</summary>
    internal static Cost Inference(int batch) => new(
        batch * ForwardFlops, batch == 1 ? Time * 4.0 * 4 * Hidden * Hidden : 0, MemoryLevel.SecondLevel, batch == 1 ? "T·2·4H·(E+H) operations, T·4·4H·H bytes of weights" : "B·T·2·4H·(E+H)");
}
