using System.Globalization;

namespace MarlRec.Recommenders.Metrics;

/// <summary>All ranking metrics at one cut-off, over all users that were added to a <see cref="RankingAccumulator"/>.</summary>
/// <remarks>Fractions are in [0, 1]. Definitions are those of RecBole. Thread safety: <em>immutable</em>.</remarks>
public sealed record RankingMetrics
{
    /// <summary>The cut-off k.</summary>
    public required int Cutoff { get; init; }

    /// <summary>The number of users averaged over.</summary>
    public required int Users { get; init; }

    /// <summary>Share of users with a relevant item among the first k.</summary>
    public required MetricValue Hit { get; init; }

    /// <summary>Share of the relevant items that are among the first k.</summary>
    public required MetricValue Recall { get; init; }

    /// <summary>Normalised discounted cumulative gain.</summary>
    public required MetricValue Ndcg { get; init; }

    /// <summary>Mean reciprocal rank.</summary>
    public required MetricValue Mrr { get; init; }

    /// <summary>Mean average precision.</summary>
    public required MetricValue Map { get; init; }

    /// <summary>Share of the k places that hold a relevant item.</summary>
    public required MetricValue Precision { get; init; }

    /// <summary>Share of the catalogue that is among anyone's first k.</summary>
    public required double ItemCoverage { get; init; }

    /// <summary>The popularity (training events) of a recommended item, averaged over a user's first k, then over users; at least 0.</summary>
    public required double AveragePopularity { get; init; }

    /// <summary>How unequally the places are shared among all items of the catalogue: 0 = equally, towards 1 = one item has them all.</summary>
    public required double GiniIndex { get; init; }

    /// <summary>The metrics as named rows, always in the same order.</summary>
    public IReadOnlyList<MetricRow> ToRows()
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"@{Cutoff}");
        return
        [
            Row("Hit", Hit), Row("Recall", Recall), Row("NDCG", Ndcg), Row("MRR", Mrr), Row("MAP", Map), Row("Precision", Precision),
            new("ItemCoverage" + at, ItemCoverage, 0), new("AveragePopularity" + at, AveragePopularity, 0), new("GiniIndex" + at, GiniIndex, 0),
        ];

        MetricRow Row(string name, MetricValue value) => new(name + at, value.Mean, value.StandardError);
    }
}
