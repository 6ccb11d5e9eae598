using MarlRec.Benchmarks.Peers.Measurement;

namespace MarlRec.Benchmarks.Peers.Retrieval;

/// <summary>The best 100 of V items of 64 numbers, uniform in ±½, for a number of queries.</summary>
/// <param name="Items">V.</param>
/// <param name="Queries">Q, asked together.</param>
/// <param name="Quantised">Whether MarlRec first bounds scores by a copy of one byte a number; what it finds is the same.</param>
internal sealed record RetrievalShape(int Items, int Queries, bool Quantised)
{
    internal const int Size = 64;
    internal const int Best = 100;

    /// <summary>
    /// Every item is multiplied by every query, and read once: four bytes a number, or where bounds come first half a byte, with a scale a row and three
    /// bounds for sixteen rows.
    /// </summary>
    internal Cost Cost
    {
        get
        {
            var bytes = Items * (Quantised ? Size / 2 + 4 + 12.0 / 16 : Size * 4.0);
            var level = bytes > 16e6 ? MemoryLevel.Main : MemoryLevel.ThirdLevel;
            return new Cost(2.0 * Queries * Items * Size, bytes, level, Quantised ? "2·Q·V·D operations, V·(D/2 + 4.75) bytes" : "2·Q·V·D operations, 4·V·D bytes");
        }
    }
}
