using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pooling;

public class SequencePoolingTests
{
    private const int Batch = 4, Time = 9, Size = 6;
    private static readonly int[] s_lengths = [Time, 1, 0, 5];

    [Theory]
    [InlineData(PoolingKind.First)]
    [InlineData(PoolingKind.Mean)]
    [InlineData(PoolingKind.Max)]
    [InlineData(PoolingKind.Last)]
    [InlineData(PoolingKind.Attention)]
    public void PoolsAsInDoublePrecisionAndNeverReadsPadding(PoolingKind kind)
    {
        var random = new RandomStream(3);
        var pooling = Fresh(kind, random);
        var states = GradientCheck.Normal(random, Batch, Time, Size);
        for (var b = 0; b < Batch; b++) states.Span.Slice((b * Time + s_lengths[b]) * Size, (Time - s_lengths[b]) * Size).Fill(1e30f);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var actual = pooling.Forward(tape, tape.Constant(states.Span, Batch, Time, Size), s_lengths);
        Assert.Equal(new Shape(Batch, Size), actual.Shape);
        for (var b = 0; b < Batch; b++)
        {
            var rows = Enumerable.Range(0, s_lengths[b]).Select(t => Enumerable.Range(0, Size).Select(i => (double)states.Span[(b * Time + t) * Size + i]).ToArray()).ToArray();
            var expected = rows.Length == 0 ? new double[Size] : Oracle(kind, pooling, rows);
            for (var i = 0; i < Size; i++) Assert.Equal(expected[i], actual.Value[b * Size + i], 1e-5);
        }
    }

    [Fact]
    public void AttentionHasTheGradientsOfItsDifferencesAndStartsAsTheMean()
    {
        var random = new RandomStream(5);
        var pooling = new AttentionPooling(Size, random);
        var states = GradientCheck.Normal(random, Batch, Time, Size);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var x = tape.Constant(states.Span, Batch, Time, Size);
        var mean = tape.MeanSteps(x, s_lengths).Value.ToArray();
        var fresh = pooling.Forward(tape, x, s_lengths).Value.ToArray();
        for (var i = 0; i < mean.Length; i++) Assert.Equal(mean[i], fresh[i], 1e-5);

        GradientCheck.Run(
            (t, inputs) =>
            {
                var keys = t.Linear(inputs[0], inputs[1], inputs[2], ActivationKind.Tanh);
                return t.Attention(t.EmbeddingLookup(inputs[3], [0, 0, 0, 0], Batch, 1), keys, inputs[0], 1, s_lengths);
            },
            states, pooling.Key.Weight.Value, pooling.Key.Bias!.Value, GradientCheck.Normal(random, 1, Size));

        var training = new Tape(ComputeContext.Serial);
        var y = pooling.Forward(training, training.Constant(states.Span, Batch, Time, Size), s_lengths);
        training.Backward(training.Sum(training.Multiply(y, y)));
        Assert.Contains(pooling.Query.Gradient.Span.ToArray(), value => value != 0);
        Assert.Equal(["key.bias", "key.weight", "query"], pooling.NamedParameters().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void BadInputNamesWhatIsWrong()
    {
        var pooling = Fresh(PoolingKind.Mean, new RandomStream(1));
        var tape = new Tape(ComputeContext.Serial);
        var x = tape.Constant(new float[12], 1, 2, 6);
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => pooling.Forward(tape, x, [3]));
        Assert.Throws<ArgumentException>("lengths", () => pooling.Forward(tape, x, []));
        Assert.Contains("[B,T,D]", Assert.Throws<ArgumentException>("states", () => pooling.Forward(tape, tape.Reshape(x, 2, 6), [1, 1])).Message);
        Assert.Throws<ArgumentNullException>("tape", () => pooling.Forward(null!, x, [1]));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => new SequencePooling((PoolingKind)9, 4, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new AttentionPooling(0, new RandomStream(1)));
        Assert.Throws<ArgumentException>(() => new AttentionPooling(5, new RandomStream(1)).Forward(tape, x, [2]));
    }

    private static SequencePooling Fresh(PoolingKind kind, RandomStream random)
    {
        var pooling = new SequencePooling(kind, Size, random);
        // A query of zero would weigh all states alike.
        foreach (var (_, parameter) in pooling.NamedParameters())
            foreach (ref var value in parameter.Value.Span) value = (float)random.NextGaussian();
        return pooling;
    }

    private static double[] Oracle(PoolingKind kind, SequencePooling pooling, double[][] rows)
    {
        double[] Columns(Func<IEnumerable<double>, double> fold) => [.. Enumerable.Range(0, Size).Select(i => fold(rows.Select(row => row[i])))];
        switch (kind)
        {
            case PoolingKind.First: return rows[0];
            case PoolingKind.Last: return rows[^1];
            case PoolingKind.Mean: return Columns(Enumerable.Average);
            case PoolingKind.Max: return Columns(Enumerable.Max);
        }

        var weights = pooling.NamedParameters().ToDictionary(p => p.Name, p => p.Parameter.Value.Span.ToArray());
        var scores = rows.Select(row =>
        {
            var score = 0.0;
            for (var i = 0; i < Size; i++)
            {
                double key = weights["attention.key.bias"][i];
                for (var j = 0; j < Size; j++) key += weights["attention.key.weight"][i * Size + j] * row[j];
                score += weights["attention.query"][i] * Math.Tanh(key);
            }

            return Math.Exp(score / Math.Sqrt(Size));
        }).ToArray();
        return [.. Enumerable.Range(0, Size).Select(i => rows.Select((row, t) => row[i] * scores[t]).Sum() / scores.Sum())];
    }
}
