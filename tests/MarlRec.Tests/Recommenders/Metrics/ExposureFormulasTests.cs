using FsCheck.Xunit;
using MarlRec.Recommenders.Metrics;

namespace MarlRec.Tests.Recommenders.Metrics;

public class ExposureFormulasTests
{
    [Property(MaxTest = 200)]
    public bool Gini_is_half_the_relative_mean_difference(byte[] raw, byte more)
    {
        var counts = raw.Append(more).Select(count => (long)count).ToArray();
        double difference = 0, total = counts.Sum();
        foreach (var x in counts)
            foreach (var y in counts) difference += Math.Abs(x - y);
        var expected = total == 0 ? 0 : difference / (2 * counts.Length * total);
        var actual = ExposureFormulas.Gini(counts);
        return Math.Abs(actual - expected) < 1e-9 && actual is >= 0 and < 1;
    }

    [Fact]
    public void Hand_worked()
    {
        Assert.Equal(0.5, ExposureFormulas.Gini([0, 2, 0, 2]), 12);
        Assert.Equal(0.75, ExposureFormulas.Gini([0, 0, 7, 0]), 12);
        Assert.Equal(0, ExposureFormulas.Gini([3, 3, 3]), 12);
        Assert.Equal(0.5, ExposureFormulas.Coverage([0, 2, 0, 2]));
        Assert.Equal(0, ExposureFormulas.Coverage([0, 0]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => ExposureFormulas.Gini([]));
        Assert.Throws<ArgumentException>(() => ExposureFormulas.Coverage([1, -1]));
    }
}
