using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Decoding;

public class SequenceGeneratorTests
{
    private static readonly int[] s_ids = [3, 1, 8, 5, 0, 0, 2, 2, 0], s_lengths = [3, 1, 2];

    [Fact]
    public void SamplesAreTheSameAtAnyDegreeAndDoNotDependOnTheOtherSources()
    {
        var model = ToyModel.Create(1, 7, 2);
        string[] Run(int degree, IDecodingStrategy strategy, ulong seed, int sources)
        {
            using var context = new ComputeContext(degree);
            var source = new SequenceBatch(s_ids.AsSpan(0, 3 * sources), s_lengths.AsSpan(0, sources), 3);
            return [.. new SequenceGenerator(model, context).Generate(source, strategy, 10, new RandomStream(seed)).Select(Text)];
        }

        foreach (var strategy in (IDecodingStrategy[])[new TopKSampling(4, 1.5), new TopPSampling(0.95, 2), GreedyDecoding.Instance])
        {
            var one = Run(1, strategy, 5, 3);
            Assert.Equal(one, Run(2, strategy, 5, 3));
            Assert.Equal(one, Run(3, strategy, 5, 3));
            Assert.Equal(one[..2], Run(1, strategy, 5, 2));
            if (strategy is not GreedyDecoding) Assert.NotEqual(one, Run(1, strategy, 6, 3));
        }

        Assert.Equal(Run(1, GreedyDecoding.Instance, 1, 3), Run(1, new TopKSampling(1, 3), 9, 3));
        Assert.Equal(Run(1, GreedyDecoding.Instance, 1, 3), Run(1, new TopPSampling(1e-6), 9, 3));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(null)]
    public void SequencesEndOrAreCutAndTheirProbabilityIsTheModels(int? end)
    {
        var model = ToyModel.Create(4, 5, end);
        var generator = new SequenceGenerator(model, ComputeContext.Serial);
        var ended = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            var results = generator.Generate(new SequenceBatch(s_ids, s_lengths, 3), new TopKSampling(5), 6, new RandomStream(seed));
            for (var i = 0; i < 3; i++)
            {
                var tokens = results[i].Tokens.ToArray();
                if (end is { } id) Assert.DoesNotContain(id, tokens);
                if (results[i].IsEnded) Assert.InRange(tokens.Length, 0, 5);
                else Assert.Equal(6, tokens.Length);
                Assert.Equal(ToyModel.LogProbability(model, s_ids[(3 * i)..(3 * i + s_lengths[i])], tokens, results[i].IsEnded), results[i].LogProbability, 1e-5);
                ended += results[i].IsEnded ? 1 : 0;
            }
        }

        Assert.InRange(ended, end is null ? 0 : 10, end is null ? 0 : 60);
    }

    [Fact]
    public void SampledSequencesComeAsOftenAsTheModelSays()
    {
        var model = ToyModel.Create(3, 3, 2);
        var generator = new SequenceGenerator(model, ComputeContext.Serial);
        const int rounds = 40, batch = 100;
        var counts = new Dictionary<string, int>();
        int[] ids = [.. Enumerable.Repeat(5, batch)], lengths = [.. Enumerable.Repeat(1, batch)];
        for (ulong seed = 0; seed < rounds; seed++)
        {
            foreach (var result in generator.Generate(new SequenceBatch(ids, lengths, 1), new TopPSampling(1), 2, new RandomStream(seed)))
            {
                var key = string.Join(' ', result.Tokens.ToArray()) + result.IsEnded;
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        // All sequences of at most two tokens: an end, two that end, four that are cut.
        var all = generator.Search(new SequenceBatch([5], [1], 1), new BeamSearchOptions { Width = 7 }, 2)[0];
        Assert.Equal(7, all.Length);
        var chiSquare = all.Sum(x =>
        {
            var expected = rounds * batch * Math.Exp(x.LogProbability);
            return Math.Pow(counts.GetValueOrDefault(string.Join(' ', x.Tokens.ToArray()) + x.IsEnded) - expected, 2) / expected;
        });
        Assert.True(chiSquare < 22.46, $"χ² with 6 degrees of freedom is {chiSquare}"); // its upper 0.1 %
    }

    [Fact]
    public void ACancelledSearchStopsBetweenStepsAndTheGeneratorGoesOn()
    {
        var model = ToyModel.Create(1, 7, null);
        var generator = new SequenceGenerator(model, ComputeContext.Serial);
        var before = Text(generator.Generate(new SequenceBatch(s_ids, s_lengths, 3), GreedyDecoding.Instance, 9, new RandomStream(1))[0]);
        using var source = new CancellationTokenSource();
        var strategy = new Cancelling(source, 4);
        Assert.Throws<OperationCanceledException>(() => generator.Generate(new SequenceBatch([1], [1], 1), strategy, 9, new RandomStream(1), source.Token));
        Assert.Equal(4, strategy.Calls);
        Assert.Throws<OperationCanceledException>(() => generator.Search(new SequenceBatch([1], [1], 1), new BeamSearchOptions(), 9, source.Token));
        Assert.Equal(before, Text(generator.Generate(new SequenceBatch(s_ids, s_lengths, 3), GreedyDecoding.Instance, 9, new RandomStream(1))[0]));
    }

    [Fact]
    public void BadInputNamesWhatIsWrong()
    {
        var model = ToyModel.Create(1, 7, 2);
        var generator = new SequenceGenerator(model, ComputeContext.Serial);
        var random = new RandomStream(1);
        GeneratedSequence[] Generate(int[] ids, int length, IDecodingStrategy? strategy = null, RandomStream? stream = null) =>
            generator.Generate(new SequenceBatch(ids, [ids.Length], ids.Length), strategy ?? GreedyDecoding.Instance, length, stream ?? random);
        Assert.Throws<ArgumentOutOfRangeException>("maximumLength", () => Generate([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>("maximumLength", () => Generate([1], 13));
        Assert.Throws<ArgumentOutOfRangeException>("ids", () => Generate([ToyModel.SourceVocabulary], 3));
        Assert.Throws<ArgumentException>("tokens", () => Generate(new int[11], 3));
        Assert.Throws<ArgumentException>("tokens", () => generator.Generate(default, GreedyDecoding.Instance, 3, random));
        Assert.Throws<ArgumentException>("tokens", () => generator.Search(default, new BeamSearchOptions(), 3));
        Assert.Throws<ArgumentNullException>("strategy", () => generator.Generate(default, null!, 3, random));
        Assert.Throws<ArgumentNullException>("random", () => generator.Generate(default, GreedyDecoding.Instance, 3, null!));
        Assert.Throws<ArgumentNullException>("options", () => generator.Search(default, null!, 3));
        Assert.Throws<ArgumentOutOfRangeException>("Width", () => generator.Search(new SequenceBatch([1], [1], 1), new BeamSearchOptions { Width = 0 }, 3));
        Assert.Throws<ArgumentException>("options", () => generator.Search(new SequenceBatch([1], [1], 1), new BeamSearchOptions { Width = int.MaxValue }, 3));
        Assert.Contains("token 7", Assert.Throws<InvalidOperationException>(() => Generate([1], 3, new Cancelling(null, 7))).Message);
        Assert.Throws<ArgumentNullException>("model", () => new SequenceGenerator(null!, ComputeContext.Serial));
        model.Decoder.OutputVectors.Value.Span[3] = float.NaN;
        Assert.Throws<InvalidOperationException>(() => Generate([1], 3));
        Assert.Throws<InvalidOperationException>(() => generator.Search(new SequenceBatch([1], [1], 1), new BeamSearchOptions(), 3));
    }

    private static string Text(GeneratedSequence sequence) => $"{string.Join(' ', sequence.Tokens.ToArray())} {sequence.IsEnded} {sequence.LogProbability:R}";

    /// <summary>Counts its calls and cancels in the last; without a source it chooses that number.</summary>
    private sealed class Cancelling(CancellationTokenSource? source, int last) : IDecodingStrategy
    {
        internal int Calls { get; private set; }

        public int Choose(ReadOnlySpan<float> scores, RandomStream random)
        {
            if (source is null) return last;
            if (++Calls == last) source.Cancel();
            return 1;
        }
    }
}
