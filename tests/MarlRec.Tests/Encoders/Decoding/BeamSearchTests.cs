using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Decoding;

public class BeamSearchTests
{
    private const int Vocabulary = 4, End = 2, Longest = 4;
    private static readonly int[] s_source = [3, 1, 8];

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.6)]
    [InlineData(3, 1.0)]
    [InlineData(4, 2.5)]
    [InlineData(5, 0.6)]
    public void ABeamAsWideAsTheSpaceFindsWhatExhaustiveSearchFinds(ulong seed, double penalty)
    {
        var model = ToyModel.Create(seed, Vocabulary, End);
        var all = Enumerate(model, penalty);
        Assert.Equal(1 + 3 + 9 + 27 + 81, all.Count);

        var found = Search(model, new BeamSearchOptions { Width = all.Count, LengthPenalty = penalty });
        Assert.Equal(all.Select(x => x.Key).Order(StringComparer.Ordinal), found.Select(Key).Order(StringComparer.Ordinal));
        Assert.Equal(all[0].Key, Key(found[0]));
        for (var i = 0; i < found.Length; i++)
        {
            var expected = all.Single(x => x.Key == Key(found[i]));
            Assert.Equal(expected.LogProbability, found[i].LogProbability, 1e-5);
            Assert.Equal(all[i].Score, found[i].Score, 1e-5); // best first
        }

        Assert.Equal(1, found.Sum(x => Math.Exp(x.LogProbability)), 1e-5); // all sequences there are
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 5)]
    [InlineData(5, 8)]
    [InlineData(6, 3)]
    public void ANarrowBeamIsThePlainAlgorithms(ulong seed, int width)
    {
        var model = ToyModel.Create(seed, Vocabulary, End);
        var options = new BeamSearchOptions { Width = width, LengthPenalty = 0.6 };
        Assert.Equal(Plain(model, options), Search(model, options).Select(Key));
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.6)]
    [InlineData(3, 2.0)]
    public void AWidthOfOneIsGreedy(ulong seed, double penalty)
    {
        foreach (var end in (int?[])[End, null])
        {
            var model = ToyModel.Create(seed, 7, end);
            var generator = new SequenceGenerator(model, ComputeContext.Serial);
            var greedy = generator.Generate(Source(s_source), GreedyDecoding.Instance, 9, new RandomStream(1))[0];
            var beam = Assert.Single(generator.Search(Source(s_source), new BeamSearchOptions { Width = 1, LengthPenalty = penalty }, 9)[0]);
            Assert.Equal(Key(greedy), Key(beam));
            Assert.Equal(greedy.LogProbability, beam.LogProbability);
        }
    }

    [Fact]
    public void SourcesSearchSideBySideAsTheyDoAloneAndAtAnyDegree()
    {
        var model = ToyModel.Create(2, 7, End);
        int[] ids = [3, 1, 8, 5, 0, 0, 2, 2, 0], lengths = [3, 1, 2];
        var options = new BeamSearchOptions { Width = 3 };
        string[][] Run(int degree)
        {
            using var context = new ComputeContext(degree);
            var results = new SequenceGenerator(model, context).Search(new SequenceBatch(ids, lengths, 3), options, 8);
            return [.. results.Select(list => list.Select(x => $"{Key(x)} {x.LogProbability:R} {x.Score:R}").ToArray())];
        }

        var together = Run(1);
        Assert.Equal(together, Run(2));
        Assert.Equal(together, Run(3));
        for (var i = 0; i < lengths.Length; i++)
        {
            var alone = new SequenceGenerator(model, ComputeContext.Serial).Search(Source(ids[(3 * i)..(3 * i + lengths[i])]), options, 8)[0];
            Assert.Equal(together[i], alone.Select(x => $"{Key(x)} {x.LogProbability:R} {x.Score:R}"));
        }
    }

    private static GeneratedSequence[] Search(EncoderDecoder model, BeamSearchOptions options) =>
        new SequenceGenerator(model, ComputeContext.Serial).Search(Source(s_source), options, Longest)[0];

    private static SequenceBatch Source(int[] ids) => new(ids, new[] { ids.Length }, ids.Length);

    private static string Key(GeneratedSequence sequence) => Key(sequence.Tokens.ToArray(), sequence.IsEnded);

    private static string Key(int[] tokens, bool ended) => string.Join(' ', tokens) + (ended ? " ." : "");

    private static double Normalised(double logProbability, int length, double penalty) => logProbability / Math.Pow((5.0 + length) / 6, penalty);

    private static List<(string Key, double LogProbability, double Score)> Enumerate(EncoderDecoder model, double penalty)
    {
        var all = new List<(string, double, double Score)>();
        void Visit(int[] tokens, double logProbability)
        {
            var next = ToyModel.NextLogProbabilities(model, s_source, tokens);
            for (var token = 0; token < Vocabulary; token++)
            {
                var (sum, length) = (logProbability + next[token], tokens.Length + 1);
                int[] longer = [.. tokens, token];
                if (token == End) all.Add((Key(tokens, true), sum, Normalised(sum, length, penalty)));
                else if (length == Longest) all.Add((Key(longer, false), sum, Normalised(sum, length, penalty)));
                else Visit(longer, sum);
            }
        }

        Visit([], 0);
        return [.. all.OrderByDescending(x => x.Score)];
    }

    private static IEnumerable<string> Plain(EncoderDecoder model, BeamSearchOptions options)
    {
        var live = new List<(int[] Tokens, double LogProbability)> { ([], 0) };
        var found = new List<(string Key, double Score)>();
        for (var length = 1; length <= Longest; length++)
        {
            var candidates =
                from hypothesis in live
                from candidate in ToyModel.NextLogProbabilities(model, s_source, hypothesis.Tokens).Select((logP, token) => (hypothesis.Tokens, Token: token, Sum: hypothesis.LogProbability + logP))
                orderby candidate.Sum descending
                select candidate;
            var best = candidates.Take(options.Width - found.Count).ToList();
            found.AddRange(best.Where(x => x.Token == End).Select(x => (Key(x.Tokens, true), Normalised(x.Sum, length, options.LengthPenalty))));
            live = [.. best.Where(x => x.Token != End).Select(x => ((int[])[.. x.Tokens, x.Token], x.Sum))];
        }

        found.AddRange(live.Select(x => (Key(x.Tokens, false), Normalised(x.LogProbability, Longest, options.LengthPenalty))));
        return found.OrderByDescending(x => x.Score).Select(x => x.Key);
    }
}
