namespace MarlRec.Benchmarks.Peers.Attention;

/// <summary>Histories, next items and negatives: ids from 1 to V, as 0 means no item.</summary>
internal sealed class SasRecBatch
{
    internal SasRecBatch(SasRecShape shape)
    {
        var random = Draws.Stream("sasrec");
        Histories = Draws.Ids(random, shape.Positions, 1, shape.Items + 1);
        Next = Draws.Ids(random, shape.Positions, 1, shape.Items + 1);
        Negatives = Draws.Ids(random, shape.Positions, 1, shape.Items + 1);
    }

    /// <summary>Ids [B, L].</summary>
    internal int[] Histories { get; }

    /// <summary>Ids [B, L].</summary>
    internal int[] Next { get; }

    /// <summary>Ids [B, L].</summary>
    internal int[] Negatives { get; }
}
