using MarlRec.Encoders;
using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pretraining;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Recommenders.Lexical;
using MarlRec.Tensors;

namespace MarlRec.Recommenders.Models;

/// <summary>Rankers of vectors, of sums and of next items.</summary>
public sealed class TextRankerTests
{
    private const int Items = 7, Size = 4;

    [Theory]
    [InlineData(0.85, 0.7)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void VectorsScoreByTheFormula(double decay, double centring)
    {
        var vectors = Vectors();
        double[][] rows = [.. Enumerable.Range(0, Items).Select(item => Unit([.. vectors.Span.Slice(item * Size, Size).ToArray().Select(x => (double)x)]))];
        double[] mean = [.. Enumerable.Range(0, Size).Select(i => rows.Sum(row => row[i]) / Items)];
        // An item without a vector has none without the mean either.
        double[][] centred = [.. rows.Select(row => row.All(x => x == 0) ? row : Unit([.. row.Select((x, i) => x - (centring * mean[i]))]))];
        var scores = new float[Items];
        int[] history = [2, 0, 5];
        new VectorRanker(vectors, decay, centring).Score(history, scores);
        for (var item = 0; item < Items; item++)
        {
            var expected = history.Reverse().Select((one, age) => Math.Pow(decay, age) * centred[one].Zip(centred[item], (x, y) => x * y).Sum()).Sum();
            Assert.Equal(expected, scores[item], 1e-5);
        }
    }

    [Fact]
    public void ASumIsTheSumOfItsParts()
    {
        var (first, second) = (new VectorRanker(Vectors()), new PopularityRanker(Items, [[1, 1, 2], [6]]));
        var (sum, a, b) = (new float[Items], new float[Items], new float[Items]);
        new WeightedRanker((first, 2), (second, -0.5f)).Score([3], sum);
        first.Score([3], a);
        second.Score([3], b);
        Assert.Equal([0, 2, 1, 0, 0, 0, 1], b);
        for (var item = 0; item < Items; item++) Assert.Equal((2 * a[item]) - (0.5f * b[item]), sum[item], 1e-6f);
    }

    [Theory]
    [InlineData(2, 0.85)]
    [InlineData(1, 0.5)]
    [InlineData(3.5, 1)]
    public void AmplifiedScoresAreSumsOfPowersOverTheItemsOfAHistory(double amplification, double decay)
    {
        var inner = new VectorRanker(Vectors(), decay: 0.3); // its own decay does not matter
        int[] history = [2, 0, 5, 2];
        var (scores, own, expected) = (new float[Items], new float[Items], new double[Items]);
        for (var age = 0; age < history.Length; age++)
        {
            inner.Score([history[^(age + 1)]], own);
            for (var item = 0; item < Items; item++) expected[item] += Math.Pow(decay, age) * Math.Sign(own[item]) * Math.Pow(Math.Abs(own[item]), amplification);
        }

        new AmplifiedRanker(inner, amplification, decay).Score(history, scores);
        for (var item = 0; item < Items; item++) Assert.Equal(expected[item], scores[item], 1e-5);
        if (amplification == 1) new VectorRanker(Vectors(), decay).Score(history, own);
        if (amplification == 1) for (var item = 0; item < Items; item++) Assert.Equal(own[item], scores[item], 1e-5);
        new AmplifiedRanker(inner).Score([], scores);
        Assert.All(scores, score => Assert.Equal(0, score));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NextItemsScoreAsTheObjectiveSeesThemFromAnyThread(bool cosine)
    {
        var random = new RandomStream(4);
        var items = new ItemVectors(Vectors(), Size, random);
        var body = new RecurrentBody(RecurrentCell.Lstm, Size, random);
        var ranker = new NextItemRanker(items, body, maximumLength: 3, cosine);
        int[] history = [5, 1, 2, 0];
        var expected = new float[Items];
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var read = tape.Reshape(items.Forward(tape, history.AsSpan(1)), 1, 3, Size);
        var state = body.Forward(tape, TokenTable.ScaleIn(tape, read), [3]).Value[^Size..];
        var vectors = items.Compute();
        for (var item = 0; item < Items; item++)
        {
            var own = vectors.Span.Slice(item * Size, Size).ToArray();
            var length = cosine && own.Any(x => x != 0) ? MathF.Sqrt(own.Sum(x => x * x)) : 1;
            for (var i = 0; i < Size; i++) expected[item] += state[i] * own[i] / length;
        }

        Parallel.For(0, 16, _ =>
        {
            var scores = new float[Items];
            ranker.Score(history, scores);
            for (var item = 0; item < Items; item++) Assert.Equal(expected[item], scores[item], 1e-5f);
        });
        var none = new float[] { 1, 1, 1, 1, 1, 1, 1 };
        ranker.Score([], none);
        Assert.All(none, score => Assert.Equal(0, score));
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var random = new RandomStream(4);
        Assert.Throws<ArgumentNullException>("vectors", () => new VectorRanker(null!));
        Assert.Throws<ArgumentException>("vectors", () => new VectorRanker(new FloatTensor(3)));
        Assert.Throws<ArgumentException>("vectors", () => new VectorRanker(FloatTensor.From([1, float.NaN], 1, 2)));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => new VectorRanker(Vectors(), 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("centring", () => new VectorRanker(Vectors(), centring: double.NaN));
        var ranker = new VectorRanker(Vectors());
        Assert.Throws<ArgumentNullException>("ranker", () => new AmplifiedRanker(null!));
        Assert.Throws<ArgumentOutOfRangeException>("amplification", () => new AmplifiedRanker(ranker, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => new AmplifiedRanker(ranker, decay: double.NaN));
        Assert.Throws<ArgumentException>("parts", () => new WeightedRanker());
        Assert.Throws<ArgumentNullException>("parts", () => new WeightedRanker((null!, 1)));
        Assert.Throws<ArgumentException>("parts", () => new WeightedRanker((ranker, 1), (new Bm25Ranker(["a"]), 1)));
        Assert.Throws<ArgumentException>("parts", () => new WeightedRanker((ranker, float.PositiveInfinity)));
        Assert.Throws<ArgumentOutOfRangeException>("itemCount", () => new PopularityRanker(-1, []));
        Assert.Throws<ArgumentNullException>("histories", () => new PopularityRanker(1, null!));
        Assert.Throws<ArgumentNullException>("histories", () => new PopularityRanker(1, [null!]));
        Assert.Throws<ArgumentOutOfRangeException>("histories", () => new PopularityRanker(1, [[1]]));
        var items = new ItemVectors(Vectors(), Size, random);
        Assert.Throws<ArgumentNullException>("items", () => new NextItemRanker(null!, new BagBody(Size)));
        Assert.Throws<ArgumentNullException>("body", () => new NextItemRanker(items, null!));
        Assert.Throws<ArgumentException>("body", () => new NextItemRanker(items, new BagBody(Size + 1)));
        Assert.Throws<ArgumentException>("body", () => new NextItemRanker(items, new TransformerBody(new() { Size = Size, Heads = 1, Inner = 4, Layers = 1 }, 9, random)));
        Assert.Throws<ArgumentOutOfRangeException>("maximumLength", () => new NextItemRanker(items, new BagBody(Size), 0));
        foreach (var one in (IRanker[])[ranker, new AmplifiedRanker(ranker), new WeightedRanker((ranker, 1)), new NextItemRanker(items, new BagBody(Size))])
        {
            Assert.Throws<ArgumentException>("scores", () => one.Score([], new float[Items - 1]));
            Assert.Throws<ArgumentOutOfRangeException>("history", () => one.Score([Items], new float[Items]));
        }
    }

    // The last item has none.
    private static FloatTensor Vectors()
    {
        var random = new RandomStream(2);
        var vectors = new FloatTensor(Items, Size);
        foreach (ref var number in vectors.Span[..((Items - 1) * Size)]) number = (float)random.NextUniform(-1, 2);
        return vectors;
    }

    private static double[] Unit(double[] row)
    {
        var length = Math.Sqrt(row.Sum(x => x * x));
        return length > 0 ? [.. row.Select(x => x / length)] : row;
    }
}
