using MarlRec.Scoreboard.Suites;
using MarlRec.Scoreboard.Suites.Text;
using MarlRec.Scoreboard.Suites.Worlds;

namespace MarlRec.Scoreboard;

/// <summary>The suites that the command line knows: a new one is a file in <c>Suites</c> and a line here.</summary>
public static class SuiteRegistry
{
    public static IReadOnlyList<Suite> All { get; } = [QuickSuite.Create(), TextSuite.Create(), WorldsSuite.Create()];

    public static Suite? Find(string name) => All.FirstOrDefault(suite => suite.Name == name);
}
