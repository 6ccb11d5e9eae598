namespace MarlRec.Execution;

public class ThrowTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NumbersThatAreNoneAreRefused(double bad)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(bad), () => Throw.IfNotFinite(bad));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(bad), () => Throw.IfNotPositive(bad));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(bad), () => Throw.IfOutside(bad, -1, 1));
        var exception = Assert.Throws<ArgumentException>("x", () => Throw.IfNotAllFinite([1, (float)bad], "x"));
        Assert.Contains("x[1]", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 1, true)]
    [InlineData(1, 0, 1, true)]
    [InlineData(-0.001, 0, 1, false)]
    [InlineData(1.001, 0, 1, false)]
    public void BoundsBelongToTheRange(double value, double low, double high, bool inside)
    {
        if (inside)
        {
            Throw.IfOutside(value, low, high);
            return;
        }

        var exception = Assert.Throws<ArgumentOutOfRangeException>(nameof(value), () => Throw.IfOutside(value, low, high));
        Assert.Equal(value, exception.ActualValue);
        Assert.Contains("[0, 1]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GoodValuesPass()
    {
        Throw.IfNotFinite(double.MaxValue);
        Throw.IfNotPositive(double.Epsilon);
        Throw.IfNotAllFinite([], "x");
        Throw.IfNotAllFinite([float.MinValue, 0, float.MaxValue], "x");
        Throw.IfLengthDiffers(3, 3, "x");
        Assert.Throws<ArgumentOutOfRangeException>("zero", () =>
        {
            const double zero = 0;
            Throw.IfNotPositive(zero);
        });
        var exception = Assert.Throws<ArgumentException>("x", () => Throw.IfLengthDiffers(2, 3, "x"));
        Assert.Contains("length 2, but 3", exception.Message, StringComparison.Ordinal);
    }
}
