using FsCheck.Xunit;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates.Choice;

public class ChoiceModelTests
{
    private static readonly Dictionary<string, (IChoiceModel Model, Func<double[], double[]> Oracle, double Low, double High)> Models = new()
    {
        ["proportional"] = (new MultinomialProportionalChoice(1, -1), scores => Proportional(scores, 1, -1), -1, 3),
        ["proportional, free"] = (new MultinomialProportionalChoice(0, 0), scores => Proportional(scores, 0, 0), 0, 50),
        ["logit"] = (new MultinomialLogitChoice(5), scores => Logit(scores, 5), -20, 20),
        ["logit, always"] = (new MultinomialLogitChoice(float.NegativeInfinity), scores => Logit(scores, double.NegativeInfinity), -20, 20),
        ["exponential cascade"] = (new ExponentialCascadeChoice(0.65, 0.05), scores => Cascade(scores, score => 0.65 * 0.05 * Math.Exp(score)), -20, 2.99),
        ["proportional cascade"] = (new ProportionalCascadeChoice(0.9, 0.2, -1), scores => Cascade(scores, score => 0.9 * 0.2 * (score + 1)), -1, 3.99),
        ["certain cascade"] = (new ProportionalCascadeChoice(1, 0.25, -1), scores => Cascade(scores, score => 0.25 * (score + 1)), -1, 3),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ProbabilitiesFollowTheFormulas(string name)
    {
        var (model, oracle, low, high) = Models[name];
        var random = new RandomStream(7);
        for (var trial = 0; trial < 500; trial++)
        {
            var scores = Draw(random, 1 + trial % 7, low, high);
            var expected = oracle(Array.ConvertAll(scores, score => (double)score));
            var actual = Probabilities(model, scores);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
            Assert.Equal(1, actual.Sum(value => (double)value), 1e-5);

            // Whoever rises in the user's esteem is not chosen less, and nobody else is chosen more.
            var raised = random.Next(scores.Length);
            scores[raised] = (float)Math.Min(high, scores[raised] + 0.5);
            var after = Probabilities(model, scores);
            for (var i = 0; i < after.Length; i++) Assert.True(i == raised ? after[i] >= actual[i] - 1e-6 : after[i] <= actual[i] + 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WithoutItemsNoneIsCertain(string name) => Assert.Equal([1f], Probabilities(Models[name].Model, []));

    [Theory]
    [MemberData(nameof(Names))]
    public void OrderMattersToCascadesAlone(string name)
    {
        var model = Models[name].Model;
        float[] forwards = Probabilities(model, [0.5f, 2, 1]), backwards = Probabilities(model, [1, 2, 0.5f]);
        if (model is CascadeChoice) Assert.True(backwards[0] > forwards[2] && forwards[0] > backwards[2]);
        else Assert.Equal([backwards[2], backwards[1], backwards[0], backwards[3]], forwards);
    }

    [Property(MaxTest = 200)]
    public bool ShiftingAllLogitsChangesNothing(byte[] raw, short shift)
    {
        var scores = Array.ConvertAll(raw ?? [], value => (float)(value - 128) / 16);
        var here = Probabilities(new MultinomialLogitChoice(2), scores);
        var there = Probabilities(new MultinomialLogitChoice(2 + shift), Array.ConvertAll(scores, score => score + shift));
        return here.Zip(there).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
    }

    [Fact]
    public void ExtremesStayProbabilities()
    {
        Assert.Equal([0.5f, 0.5f, 0], Probabilities(new MultinomialLogitChoice(-1000), [1000, 1000]));
        Assert.Equal([0, 0, 1], Probabilities(new MultinomialLogitChoice(float.MaxValue), [float.MinValue, 0]));
        Assert.Equal([0.5f, 0.5f, 0], Probabilities(new MultinomialProportionalChoice(float.MinValue, float.MinValue), [float.MaxValue, float.MaxValue]));
        Assert.Equal([0, 0, 1], Probabilities(new MultinomialProportionalChoice(-1, -1), [-1, -1]));
        Assert.Equal([0, 1, 0], Probabilities(new ExponentialCascadeChoice(1, 1), [-1000, 0]));
        Assert.Equal([0, 0, 1], Probabilities(new ExponentialCascadeChoice(0, 1), [0, 0]));
    }

    [Fact]
    public void BadInputIsRefusedByNameAndNothingIsWritten()
    {
        foreach (var (model, _, low, high) in Models.Values)
        {
            float[] kept = [7, 7, 7];
            Assert.Throws<ArgumentException>("probabilities", () => model.Probabilities([1f], kept));
            Assert.Throws<ArgumentOutOfRangeException>("scores", () => model.Probabilities([1f, float.NaN], kept));
            Assert.Throws<ArgumentOutOfRangeException>("scores", () => model.Probabilities([float.PositiveInfinity, 1f], kept));
            if (double.IsFinite(model.LowestScore)) Assert.Throws<ArgumentOutOfRangeException>("scores", () => model.Probabilities([1f, (float)low - 0.1f], kept));
            if (double.IsFinite(model.HighestScore)) Assert.Throws<ArgumentOutOfRangeException>("scores", () => model.Probabilities([(float)high + 0.1f, 1f], kept));
            Assert.Equal([7, 7, 7], kept);
        }

        Assert.Throws<ArgumentOutOfRangeException>("noClickMass", () => new MultinomialProportionalChoice(-2, -1));
        Assert.Throws<ArgumentOutOfRangeException>("noClickMass", () => new MultinomialProportionalChoice(float.NaN, -1));
        Assert.Throws<ArgumentOutOfRangeException>("minNormalizer", () => new MultinomialProportionalChoice(1, float.NegativeInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("noClickMass", () => new MultinomialLogitChoice(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("noClickMass", () => new MultinomialLogitChoice(float.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("attention", () => new ExponentialCascadeChoice(1.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("attention", () => new ProportionalCascadeChoice(double.NaN, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("scoreScaling", () => new ExponentialCascadeChoice(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("minNormalizer", () => new ProportionalCascadeChoice(1, 1, float.NaN));
    }

    private static float[] Probabilities(IChoiceModel model, float[] scores)
    {
        var probabilities = new float[scores.Length + 1];
        model.Probabilities(scores, probabilities);
        return probabilities;
    }

    private static float[] Draw(RandomStream random, int count, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(low, high))];

    private static double[] Proportional(double[] scores, double mass, double least)
    {
        double[] weights = [.. scores.Select(score => score - least), mass - least];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static double[] Logit(double[] scores, double mass)
    {
        double[] weights = [.. scores.Select(Math.Exp), Math.Exp(mass)];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static double[] Cascade(double[] scores, Func<double, double> chosen)
    {
        var probabilities = new double[scores.Length + 1];
        for (var i = 0; i <= scores.Length; i++)
            probabilities[i] = scores[..i].Aggregate(1.0, (passed, score) => passed * (1 - chosen(score))) * (i < scores.Length ? chosen(scores[i]) : 1);
        return probabilities;
    }
}
