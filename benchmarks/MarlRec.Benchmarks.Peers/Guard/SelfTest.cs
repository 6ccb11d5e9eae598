using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Benchmarks.Peers.Native;

namespace MarlRec.Benchmarks.Peers.Guard;

/// <summary>Checks this program's own arithmetic on cases worked out by hand; the project is outside the solution, so no test project sees it.</summary>
internal static class SelfTest
{
    internal static int Run(TextWriter output)
    {
        var failed = 0;
        // Ranks of the median's 95 % interval from the binomial table: 6 values take the extremes, 10 the second and ninth, 20 the sixth and fifteenth.
        Check("interval of 6", Interval.Of(Numbers(6)) == new Interval(1, 3.5, 6));
        Check("interval of 8", Interval.Of(Numbers(8)) == new Interval(1, 4.5, 8));
        Check("interval of 9", Interval.Of(Numbers(9)) == new Interval(2, 5, 8));
        Check("interval of 10", Interval.Of(Numbers(10)) == new Interval(2, 5.5, 9));
        Check("interval of 20", Interval.Of(Numbers(20)) == new Interval(6, 10.5, 15));
        Check("interval of 25", Interval.Of(Numbers(25)) == new Interval(8, 13, 18));
        Check("interval of 5", Throws<ArgumentException>(() => Interval.Of(Numbers(5))));
        Check("fell", Verdict.HasFallen(new Interval(1.5, 1.6, 1.69), 2));
        Check("may have fallen", !Verdict.HasFallen(new Interval(1.5, 1.6, 1.71), 2));
        Check("rose", !Verdict.HasFallen(new Interval(3, 4, 5), 2));
        Check("rate", Scale.Rate("samples/s", 32).Value(0.5) == 64);
        Check("time", Scale.Milliseconds(32).Value(0.32) == 10);
        Check("floor", new Cost(2e9, 4e9, MemoryLevel.Main, "").Floor(new Ceiling(1, 1, 1, 1, 1)) == 4);
        Check("no ELF", Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(new byte[100], "GLIBCXX_3.4.32")));
        output.WriteLine(failed == 0 ? "All self-tests passed." : $"{failed} self-tests failed.");
        return failed == 0 ? 0 : 1;

        void Check(string name, bool holds)
        {
            if (holds) return;
            failed++;
            output.WriteLine($"FAILED {name}");
        }
    }

    private static IEnumerable<double> Numbers(int count) => Enumerable.Range(1, count).Reverse().Select(number => (double)number);

    private static bool Throws<TException>(Action action)
        where TException : Exception
    {
        try
        {
            action();
            return false;
        }
        catch (TException)
        {
            return true;
        }
    }
}
