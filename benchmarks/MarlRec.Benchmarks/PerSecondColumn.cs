using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace MarlRec.Benchmarks;

/// <summary>Shows how many operations a second are done, the inverse of the mean.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PerSecondColumnAttribute() : ColumnConfigBaseAttribute(new PerSecondColumn())
{
    private sealed class PerSecondColumn : IColumn
    {
        public string Id => nameof(PerSecondColumn);

        public string ColumnName => "Per second";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Statistics;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string Legend => "Operations in a second: 1 / mean";

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public bool IsAvailable(Summary summary) => true;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            summary[benchmarkCase]?.ResultStatistics is { } statistics ? (1e9 / statistics.Mean).ToString("0", CultureInfo.InvariantCulture) : "?";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
    }
}
