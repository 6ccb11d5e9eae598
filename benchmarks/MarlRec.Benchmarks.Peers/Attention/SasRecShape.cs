using MarlRec.Benchmarks.Peers.Measurement;

namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>
/// The sizes of SASRec (Kang and McAuley, "Self-Attentive Sequential Recommendation", ICDM 2018): 128 histories of L items out of V, vectors of 64, two
/// blocks of one head; the next item is learned against one drawn item, or against all. Histories are full: neither side masks anything.
/// </summary>
/// <param name="Items">V.</param>
/// <param name="Time">L.</param>
/// <param name="AgainstAll">Softmax over all items, instead of binary cross-entropy with one negative a position.</param>
/// <param name="Dropout">Its rate, 0 for none.</param>
internal sealed record SasRecShape(int Items, int Time, bool AgainstAll, double Dropout = 0)
{
    internal const int Batch = 128;
    internal const int Size = 64;
    internal const int Blocks = 2;

    internal int Positions => Batch * Time;

    /// <summary>In how many shards MarlRec runs a batch: what one keeps for its way back stays in a core's own cache.</summary>
    internal int Shards => Positions / 800;

    /// <summary>Forward: six products of D by D and the causal half of two of L by D in each block at each position; thrice that with backward, softmax likewise.</summary>
    internal Cost Cost
    {
        get
        {
            var block = 6 * 2.0 * Size * Size + 2.0 * Time * Size;
            var head = AgainstAll ? 2.0 * Items * Size : 0;
            return Cost.OfFlops(3 * Positions * (Blocks * block + head), $"3·B·L·(2·(12·D² + 2·L·D){(AgainstAll ? " + 2·V·D" : "")}), causal half of attention only");
        }
    }
}
