using System.Globalization;

namespace MarlRec.Benchmarks.Peers.Reporting;

/// <summary>Prints one line a result as it comes.</summary>
internal sealed class ConsoleTable(TextWriter output)
{
    internal void Head() => Line("workload", "peer", "ratio", "95 % interval", "must", "MarlRec", "peer", "unit", "floor", "share");

    internal void Result(Result result)
    {
        var ratio = result.Outcome.Ratio;
        Line(
            result.Task, result.Outcome.Peer, MarkdownTable.Number(ratio.Median), $"{MarkdownTable.Number(ratio.Low)} - {MarkdownTable.Number(ratio.High)}",
            result.Goal?.Must is { } must ? MarkdownTable.Number(must) : "", MarkdownTable.Number(result.Value), MarkdownTable.Number(result.PeerValue),
            result.Workload.Scale.Unit, MarkdownTable.Number(result.Floor), result.ShareOfFloor.ToString("P0", CultureInfo.InvariantCulture));
    }

    private void Line(string task, string peer, string ratio, string interval, string must, string mine, string theirs, string unit, string floor, string share) =>
        output.WriteLine($"{task,-32} {peer,-16} {ratio,6} {interval,15} {must,6} {mine,9} {theirs,9} {unit,-10} {floor,9} {share,6}");
}
