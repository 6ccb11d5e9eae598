using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Decoding;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Networks.Schedules;

namespace MarlRec.Encoders;

public class EncoderDecoderLearningTests
{
    private const int Vocabulary = 16, End = 0, Shortest = 5, Longest = 8, Size = 48, Batch = 64, Unseen = 400;

    [Theory]
    [InlineData("copy", 500)]
    [InlineData("reverse", 900)]
    public void LearnsATaskAndDoesItOnUnseenSequences(string task, int updates)
    {
        using var context = new ComputeContext(2);
        var random = new RandomStream(1);
        var options = new TransformerOptions { Size = Size, Heads = 4, Inner = 96, Layers = 1, Dropout = 0, NormFirst = true };
        var encoder = new TokenEncoder(Vocabulary, new TransformerBody(options with { Layers = 2 }, Longest, random.Fork("body")), PoolingKind.Mean, random.Fork("encoder"));
        var decoder = new TokenDecoder(new() { Vocabulary = Vocabulary, Transformer = options, MaximumLength = Longest + 1, EndId = End }, random.Fork("decoder"));
        var model = new EncoderDecoder(encoder, decoder);
        var test = new Pairs(task, random.Fork("test"), Unseen, []);
        var seen = test.Keys;

        var adam = new Adam(model.NamedParameters(), context: context);
        var rate = new WarmUp(50, new CosineRate(3e-3, 1e-5, updates));
        var tape = new Tape(context);
        var draws = random.Fork("train");
        for (var update = 0; update < updates; update++)
        {
            var pairs = new Pairs(task, draws, Batch, seen);
            tape.Reset();
            adam.ZeroGradients();
            tape.Backward(model.Loss(tape, pairs.Source, pairs.Target));
            GradientClip.ByGlobalNorm(model.NamedParameters(), 1);
            adam.LearningRate = rate.At(update);
            adam.Step();
        }

        var written = new SequenceGenerator(model, context).Generate(test.Source, GreedyDecoding.Instance, Longest + 1, random);
        var exact = Enumerable.Range(0, Unseen).Count(i => written[i].IsEnded && written[i].Tokens.Span.SequenceEqual(test.Expected(i)));
        Assert.True(exact >= 0.99 * Unseen, $"{exact} of {Unseen} sequences are exact");
        var found = new SequenceGenerator(model, context).Search(test.Source, new BeamSearchOptions { Width = 3 }, Longest + 1);
        exact = Enumerable.Range(0, Unseen).Count(i => found[i][0].Tokens.Span.SequenceEqual(test.Expected(i)));
        Assert.True(exact >= 0.99 * Unseen, $"{exact} of {Unseen} sequences found by beam search are exact");
    }

    /// <summary>Random sequences and what is to be made of them; none that is among those kept back.</summary>
    private sealed class Pairs
    {
        private readonly int[] _source, _target, _lengths;

        internal Pairs(string task, RandomStream random, int count, HashSet<string> keptBack)
        {
            _source = new int[count * Longest];
            _target = new int[count * Longest];
            _lengths = new int[count];
            for (var i = 0; i < count; i++)
            {
                var row = _source.AsSpan(i * Longest, Longest);
                do
                {
                    row.Clear();
                    _lengths[i] = Shortest + random.Next(Longest - Shortest + 1);
                    foreach (ref var id in row[.._lengths[i]]) id = 1 + random.Next(Vocabulary - 1);
                }
                while (keptBack.Contains(string.Join(' ', row.ToArray())));
                Keys.Add(string.Join(' ', row.ToArray()));
                var target = _target.AsSpan(i * Longest, _lengths[i]);
                row[.._lengths[i]].CopyTo(target);
                if (task == "reverse") target.Reverse();
            }
        }

        internal HashSet<string> Keys { get; } = [];

        internal SequenceBatch Source => new(_source, _lengths, Longest);

        internal SequenceBatch Target => new(_target, _lengths, Longest);

        internal ReadOnlySpan<int> Expected(int i) => _target.AsSpan(i * Longest, _lengths[i]);
    }
}
