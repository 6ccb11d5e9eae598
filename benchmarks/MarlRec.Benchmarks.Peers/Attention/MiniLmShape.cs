using MarlRec.Benchmarks.Peers.Measurement;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>
/// The sizes of all-MiniLM-L6 (Wang et al., "MiniLM", NeurIPS 2020), which turns a text into a vector: six post-norm layers of twelve heads, GELU by the
/// error function, the mean over 128 tokens scaled to length 1. The one vector of token types is taken for part of the positions.
/// </summary>
internal static class MiniLmShape
{
    internal const int Words = 30_522;
    internal const int Positions = 512;
    internal const int Size = 384;
    internal const int Heads = 12;
    internal const int Inner = 1_536;
    internal const int Layers = 6;
    internal const int Time = 128;
    internal const float Epsilon = 1e-12f;

    /// <summary>In each layer at each token four products of D by D, two of D by 4D, two of T by D.</summary>
    internal static Cost Cost(int batch) => Measurement.Cost.OfFlops(
        (double)batch * Time * Layers * (8.0 * Size * Size + 4.0 * Size * Inner + 4.0 * Time * Size), "B·T·6·(8·D² + 4·D·4D + 4·T·D)");
}
