using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Networks.Schedules;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Sources whose best possible prediction is known.</summary>
public class PretrainingLearningTests(ITestOutputHelper output)
{
    private const int MaskId = 2, First = 3;

    [Fact]
    public void PerplexityGoesToTheSourcesOwn()
    {
        var random = new RandomStream(1);
        var chain = new MarkovChain(8, random.Fork("chain"));
        int[][] training = chain.Draw(300, 20, random.Fork("training")), test = chain.Draw(100, 20, random.Fork("test"));
        var head = new TokenHead(new TokenEncoder(First + 8, new RecurrentBody(RecurrentCell.Gru, 16, random), PoolingKind.Last, random), random, transform: false);
        var objective = new CausalTokenObjective(head, training);
        var before = Pretrainer.Evaluate(new CausalTokenObjective(head, test)).Perplexity;
        Train(objective, random, epochs: 12, rate: 0.02);
        var after = Pretrainer.Evaluate(new CausalTokenObjective(head, test)).Perplexity;
        var exact = Math.Exp(-test.Average(text => Enumerable.Range(1, text.Length - 1).Average(t => Math.Log(chain.Next(text[t - 1], text[t])))));
        output.WriteLine($"causal: {before:F3} before, {after:F3} after, {exact:F3} exact");
        Assert.True(before > 5);
        Assert.InRange(after, exact - 0.02, exact * 1.06);
    }

    [Fact]
    public void AHiddenTokenIsAsUncertainAsItsNeighboursLeaveIt()
    {
        var random = new RandomStream(2);
        var chain = new MarkovChain(8, random.Fork("chain"));
        int[][] training = chain.Draw(3_000, 8, random.Fork("training")), test = chain.Draw(2_000, 8, random.Fork("test"));
        var body = new TransformerBody(new() { Size = 24, Heads = 2, Inner = 48, Layers = 2, Dropout = 0, NormFirst = true }, 8, random, positions: PositionKind.Learned);
        var head = new TokenHead(new TokenEncoder(First + 8, body, PoolingKind.Mean, random), random);
        // One token of each text.
        var options = new MaskedTokenOptions { MaskId = MaskId, Share = 0.1, MaskedShare = 1, ReplacedShare = 0, MaximumLength = 8 };
        var objective = new MaskedTokenObjective(head, training, options);
        var validation = new MaskedTokenObjective(head, test, options);
        var before = Pretrainer.Evaluate(validation).Perplexity;
        Train(objective, random, epochs: 15, rate: 0.01);
        var after = Pretrainer.Evaluate(validation).Perplexity;
        var exact = Math.Exp(-test.Average(text => Enumerable.Range(0, text.Length).Average(t => Math.Log(chain.Between(text, t)))));
        output.WriteLine($"masked: {before:F3} before, {after:F3} after, {exact:F3} exact");
        Assert.True(before > 5);
        // Which token of a text is hidden is drawn, so the mean over a test is only about the source's.
        Assert.InRange(after, exact * 0.97, exact * 1.1);
    }

    [Fact]
    public void PairsThatNobodyHasSeenAreFound()
    {
        var random = new RandomStream(3);
        var (left, right) = Translations(700, 40, 5, random.Fork("pairs"));
        var body = new TokenEncoder(First + 40, new BagBody(32), PoolingKind.Mean, random.Fork("left"));
        var other = new TokenEncoder(First + 40, new BagBody(32), PoolingKind.Mean, random.Fork("right"));
        var objective = new ContrastiveObjective(body, other, new FixedPairs(left[..600], right[..600]));
        var test = new ContrastiveObjective(body, other, new FixedPairs(left[600..], right[600..]));
        var before = Pretrainer.Evaluate(test, batchSize: 100).Accuracy;
        Train(objective, random, epochs: 15, rate: 0.01);
        var after = Pretrainer.Evaluate(test, batchSize: 100).Accuracy;
        output.WriteLine($"contrast: {before:P1} before, {after:P1} after");
        Assert.True(before < 0.1);
        Assert.True(after > 0.85, $"{after}");
    }

    [Fact]
    public void WithFewLabelsAPreTrainedEncoderBeatsAFreshOne()
    {
        // Two topics of 60 words each, six words a text, ten labelled texts: most words of a test have no label anywhere.
        const int words = 60, length = 6, labelled = 10;
        double fresh = 0, trained = 0;
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var random = new RandomStream(seed);
            var texts = new int[1_000 + labelled + 200][];
            var labels = new int[texts.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = new int[length];
                labels[i] = i % 2;
                foreach (ref var token in texts[i].AsSpan()) token = First + 2 * random.Next(words) + labels[i];
            }

            foreach (var isTrained in new[] { false, true })
            {
                var encoder = new TokenEncoder(First + 2 * words, new TransformerBody(new() { Size = 16, Heads = 2, Inner = 32, Layers = 1, Dropout = 0 }, length, random.Fork("body")), PoolingKind.Mean, random.Fork("encoder"));
                if (isTrained)
                {
                    var head = new TokenHead(encoder, random.Fork("token head"), transform: false);
                    Train(new MaskedTokenObjective(head, texts[..1_000], new MaskedTokenOptions { MaskId = MaskId, Share = 0.3, MaximumLength = length }), random, epochs: 15, rate: 0.01);
                }

                var labelHead = new LabelHead(encoder, 2, random.Fork("head"));
                var options = new LabelOptions { MaximumLength = length };
                var objective = new LabelObjective(labelHead, texts[1_000..(1_000 + labelled)], labels[1_000..(1_000 + labelled)], options);
                Train(objective, random, epochs: 40, rate: 0.01, tune: isTrained);
                var accuracy = Pretrainer.Evaluate(new LabelObjective(labelHead, texts[^200..], labels[^200..], options)).Accuracy / 3;
                if (isTrained) trained += accuracy;
                else fresh += accuracy;
            }
        }

        output.WriteLine($"few labels: {fresh:P1} from scratch, {trained:P1} pre-trained");
        Assert.True(trained > 0.95 && trained > fresh + 0.1, $"{trained} against {fresh}");
    }

    private static void Train(IPretrainingObjective objective, RandomStream random, int epochs, double rate, bool tune = false)
    {
        var tuning = tune ? new FineTuning(FineTuning.LayersOf(objective.Parameters)) : null;
        var adam = AdamW.ForGroups(tuning?.Groups ?? ParameterGroup.WithoutDecayOfVectors(objective.Parameters));
        var updates = epochs * ((objective.ExampleCount + 31) / 32);
        var options = new PretrainingOptions { Epochs = epochs, Schedule = new WarmUp(updates / 10, new LinearRate(rate, 0, updates)) };
        new Pretrainer(objective, adam, options, random.Fork("training"), tuning: tuning).Run();
    }

    // Each word of the left side has its own on the right, which come in another order.
    private static (int[][] Left, int[][] Right) Translations(int count, int words, int length, RandomStream random)
    {
        int[] dictionary = [.. Enumerable.Range(First, words)];
        random.Shuffle(dictionary.AsSpan());
        int[][] left = new int[count][], right = new int[count][];
        for (var i = 0; i < count; i++)
        {
            left[i] = new int[length];
            foreach (ref var token in left[i].AsSpan()) token = First + random.Next(words);
            right[i] = Array.ConvertAll(left[i], token => dictionary[token - First]);
            random.Shuffle(right[i].AsSpan());
        }

        return (left, right);
    }

    /// <summary>A chain over tokens from <see cref="First"/> on: each has two likely successors.</summary>
    private sealed class MarkovChain
    {
        private readonly float[][] _next;

        internal MarkovChain(int states, RandomStream random)
        {
            _next = new float[states][];
            for (var i = 0; i < states; i++)
            {
                _next[i] = new float[states];
                Array.Fill(_next[i], 0.02f / states);
                _next[i][random.Next(states)] += 0.83f;
                _next[i][random.Next(states)] += 0.15f;
            }
        }

        internal double Next(int token, int next) => _next[token - First][next - First];

        /// <summary>P of a text's token given all others: its neighbours are enough.</summary>
        internal double Between(int[] text, int t)
        {
            double Share(int token) => (t == 0 ? 1.0 / _next.Length : Next(text[t - 1], token)) * (t == text.Length - 1 ? 1 : Next(token, text[t + 1]));
            return Share(text[t]) / Enumerable.Range(First, _next.Length).Sum(Share);
        }

        /// <summary>Texts whose first token is any, all alike.</summary>
        internal int[][] Draw(int count, int length, RandomStream random)
        {
            var texts = new int[count][];
            for (var i = 0; i < count; i++)
            {
                texts[i] = new int[length];
                texts[i][0] = First + random.Next(_next.Length);
                for (var t = 1; t < length; t++) texts[i][t] = First + random.NextCategorical(_next[texts[i][t - 1] - First]);
            }

            return texts;
        }
    }
}
