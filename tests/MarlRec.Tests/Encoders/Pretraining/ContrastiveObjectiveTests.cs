using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

public class ContrastiveObjectiveTests
{
    [Theory]
    [InlineData(0.05, 6)]
    [InlineData(1, 2)]
    public void EachSideIsToldFromAllThatAreNotAboutTheSame(double temperature, int maximumLength)
    {
        var random = new RandomStream(5);
        TokenEncoder left = ObjectiveCase.Encoder(random.Fork("left"), 0, causal: false), right = ObjectiveCase.Encoder(random.Fork("right"), 0, causal: true);
        int[][] one = ObjectiveCase.Texts(7), other = [.. one.Reverse()];
        int[] keys = [0, 1, 1, 2, 3, 0, 4];
        var objective = new ContrastiveObjective(left, right, new FixedPairs(one, other, keys), new ContrastiveOptions { Temperature = temperature, MaximumLength = maximumLength });
        FloatTensor x = left.Embed(Cut(one)), y = right.Embed(Cut(other));
        double sum = 0;
        var hits = 0;
        for (var i = 0; i < 7; i++)
        {
            foreach (var flipped in new[] { false, true })
            {
                var own = Cosine(i, i, flipped);
                double[] others = [.. Enumerable.Range(0, 7).Where(j => keys[j] != keys[i]).Select(j => Cosine(i, j, flipped))];
                sum += Math.Log(1 + others.Sum(wrong => Math.Exp((wrong - own) / temperature)));
                if (others.All(wrong => wrong <= own)) hits++;
            }
        }

        var result = objective.Record(new Tape(ComputeContext.Serial), [0, 1, 2, 3, 4, 5, 6], null);
        Assert.Equal((14, hits), (result.Targets, result.Right));
        Assert.Equal(sum / 14, result.Loss.Value[0], 1e-4);

        double Cosine(int i, int j, bool flipped)
        {
            var a = x.Row(flipped ? j : i);
            var b = y.Row(flipped ? i : j);
            var product = 0.0;
            for (var k = 0; k < a.Length; k++) product += (double)a[k] * b[k];
            return product;
        }

        int[][] Cut(int[][] texts) => [.. texts.Select(text => text[..Math.Min(maximumLength, text.Length)])];
    }

    [Fact]
    public void ViewsLeaveTokensOutAndKeepTheirOrder()
    {
        int[][] texts = [[], [3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [4]];
        var views = new AugmentedViews(texts, 0.5f);
        Assert.Equal(2, views.Count);
        var random = new RandomStream(1);
        var kept = 0;
        for (var i = 0; i < 200; i++)
        {
            var pair = views.Draw(0, random);
            Assert.Equal((1, 1), (pair.LeftKey, pair.RightKey));
            foreach (var view in new[] { pair.Left.ToArray(), pair.Right.ToArray() })
            {
                Assert.NotEmpty(view);
                Assert.Equal(view.Order(), view);
                Assert.Subset(texts[1].ToHashSet(), view.ToHashSet());
                kept += view.Length;
            }
        }

        Assert.Equal(0.5, kept / 4000.0, 0.05); // six standard deviations
        Assert.Equal([4], views.Draw(1, random).Left.ToArray());
        Assert.Equal(texts[1], new AugmentedViews(texts, 0).Draw(0, random).Right.ToArray());
    }

    [Fact]
    public void ThinnedPairsKeepTheirKeysAndLoseTokensOfBothSides()
    {
        int[][] titles = [[.. Enumerable.Range(0, 100)], [7]], descriptions = [[.. Enumerable.Range(100, 50)], [8, 9]];
        var whole = new FixedPairs(titles, descriptions, [4, 5]);
        var thinned = new ThinnedPairs(whole, 0.4f);
        Assert.Equal((2, 0.4f), (thinned.Count, thinned.Share));
        double left = 0, right = 0;
        for (var draw = 0; draw < 400; draw++)
        {
            var pair = thinned.Draw(0, new RandomStream((ulong)draw));
            Assert.Equal((4, 4), (pair.LeftKey, pair.RightKey));
            Assert.Equal(pair.Left.ToArray(), pair.Left.ToArray().Distinct().Order());
            Assert.All(pair.Left.ToArray(), token => Assert.InRange(token, 0, 99));
            Assert.All(pair.Right.ToArray(), token => Assert.InRange(token, 100, 149));
            Assert.Equal(pair.Left.ToArray(), thinned.Draw(0, new RandomStream((ulong)draw)).Left.ToArray());
            (left, right) = (left + pair.Left.Length, right + pair.Right.Length);
            Assert.Equal([7], thinned.Draw(1, new RandomStream((ulong)draw)).Left.ToArray()); // one token stays
        }

        Assert.Equal(0.6, left / 400 / 100, 0.013); // five standard errors of 40,000 draws
        Assert.Equal(0.6, right / 400 / 50, 0.018);
        Assert.Equal(whole.Draw(0, new RandomStream(1)), new ThinnedPairs(whole, 0).Draw(0, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("pairs", () => new ThinnedPairs(null!));
        Assert.Throws<ArgumentOutOfRangeException>("share", () => new ThinnedPairs(whole, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("pair", () => thinned.Draw(2, new RandomStream(1)));
        Assert.Throws<ArgumentNullException>("random", () => thinned.Draw(0, null!));
    }

    [Fact]
    public void PartnersAreOtherItemsWithinTheWindow()
    {
        int[][] texts = [[3], [4], [5], [], [6], [7]];
        int[][] histories = [[0, 1, 0, 2, 3, 4], [5]];
        var pairs = new CoConsumedPairs(texts, histories, window: 1);
        // 4 stands beside the item without a text only, 5 alone.
        Assert.Equal(3, pairs.Count);
        var random = new RandomStream(1);
        var seen = new HashSet<(int, int)>();
        for (var i = 0; i < 300; i++)
        {
            var pair = pairs.Draw(i % 3, random);
            seen.Add((pair.LeftKey, pair.RightKey));
            Assert.Equal(texts[pair.LeftKey], pair.Left.ToArray());
            Assert.Equal(texts[pair.RightKey], pair.Right.ToArray());
        }

        Assert.Equal([(0, 1), (0, 2), (1, 0), (2, 0)], seen.Order());
        Assert.Equal(4, new CoConsumedPairs(texts, histories, window: int.MaxValue).Count);
    }

    [Fact]
    public void BadInput()
    {
        var random = new RandomStream(1);
        var encoder = ObjectiveCase.Encoder(random, 0, causal: false);
        var pairs = new FixedPairs([[3]], [[4]]);
        var options = new ContrastiveOptions { MaximumLength = 8 };
        var wide = new TokenEncoder(4, new BagBody(7), PoolingKind.Mean, random);
        Assert.Throws<ArgumentNullException>("left", () => new ContrastiveObjective(null!, encoder, pairs, options));
        Assert.Throws<ArgumentNullException>("right", () => new ContrastiveObjective(encoder, null!, pairs, options));
        Assert.Throws<ArgumentNullException>("pairs", () => new ContrastiveObjective(encoder, encoder, null!, options));
        Assert.Throws<ArgumentException>("right", () => new ContrastiveObjective(encoder, wide, pairs, options));
        Assert.Throws<ArgumentException>("left", () => new ContrastiveObjective(encoder, encoder, pairs));
        Assert.Throws<ArgumentOutOfRangeException>("Temperature", () => new ContrastiveOptions { Temperature = double.NaN }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MaximumLength", () => new ContrastiveOptions { MaximumLength = 0 }.Validate());
        Assert.Throws<ArgumentNullException>("left", () => new FixedPairs(null!, []));
        Assert.Throws<ArgumentNullException>("right", () => new FixedPairs([[1]], [null!]));
        Assert.Throws<ArgumentException>("right", () => new FixedPairs([[1]], []));
        Assert.Throws<ArgumentException>("keys", () => new FixedPairs([[1]], [[1]], []));
        Assert.Throws<ArgumentOutOfRangeException>("pair", () => pairs.Draw(1, random));
        Assert.Throws<ArgumentNullException>("random", () => pairs.Draw(0, null!));
        Assert.Throws<ArgumentNullException>("texts", () => new AugmentedViews([null!]));
        Assert.Throws<ArgumentOutOfRangeException>("share", () => new AugmentedViews([[1]], 1));
        Assert.Throws<ArgumentOutOfRangeException>("pair", () => new AugmentedViews([[1]]).Draw(-1, random));
        Assert.Throws<ArgumentNullException>("texts", () => new CoConsumedPairs([null!], []));
        Assert.Throws<ArgumentNullException>("histories", () => new CoConsumedPairs([[1]], [null!]));
        Assert.Throws<ArgumentOutOfRangeException>("histories", () => new CoConsumedPairs([[1]], [[1]]));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => new CoConsumedPairs([[1]], [], 0));
    }
}
