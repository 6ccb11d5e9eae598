using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Interest;

/// <summary>Two bits to tell: one is in what users write, one in what they do.</summary>
public class InterestLearningTests
{
    private const int Size = 16, Items = 20, Words = 30, Events = 5, Tokens = 4, Users = 256;

    [Theory]
    [InlineData("gru", 1)]
    [InlineData("gru", 2)]
    [InlineData("gru", 3)]
    [InlineData("attention", 1)]
    [InlineData("attention", 2)]
    [InlineData("attention", 3)]
    public void TextAndBehaviourTogetherBeatEachAlone(string body, int seed)
    {
        var random = new RandomStream((ulong)seed);
        var encoder = Create(body, random.Fork("encoder"));
        var head = new Linear(Size, 4, random.Fork("head"));
        var adam = new Adam([.. encoder.NamedParameters(), .. head.NamedParameters().Select(p => ("head." + p.Name, p.Parameter))], new AdamOptions { LearningRate = 0.01 });
        var tape = new Tape(ComputeContext.Serial);
        var draws = random.Fork("users");
        for (var update = 0; update < 120; update++)
        {
            // Some say nothing and some do nothing, so that each part learns to stand alone.
            var users = new Drawn(draws, 64);
            tape.Reset();
            adam.ZeroGradients();
            tape.Backward(tape.CrossEntropy(head.Forward(tape, encoder.Forward(tape, users.Histories(update % 4 == 1), users.Texts(update % 4 == 2))), users.Classes));
            adam.Step();
        }

        var test = new Drawn(random.Fork("test"), Users);
        double both = Accuracy(false, false), text = Accuracy(true, false), behaviour = Accuracy(false, true), neither = Accuracy(true, true);
        Assert.True(both > 0.95, $"both {both}, text {text}, behaviour {behaviour}");
        Assert.InRange(text, 0.35, 0.65);
        Assert.InRange(behaviour, 0.35, 0.65);
        Assert.InRange(neither, 0.1, 0.4);

        double Accuracy(bool silent, bool idle)
        {
            tape.Reset();
            var logits = head.Forward(tape, encoder.Forward(tape, test.Histories(idle), test.Texts(silent))).Value;
            var right = 0;
            for (var i = 0; i < Users; i++)
                if (System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits.Slice(i * 4, 4)) == test.Classes[i]) right++;
            return (double)right / Users;
        }
    }

    private static InterestEncoder Create(string body, RandomStream random)
    {
        var options = new TransformerOptions { Size = Size, Heads = 2, Inner = 32, Layers = 1, Dropout = 0 };
        SequenceBody behaviour = body == "gru" ? new RecurrentBody(RecurrentCell.Gru, Size, random) : new TransformerBody(options, Events, random, causal: true);
        var text = new TokenEncoder(Words, new TransformerBody(options, Tokens, random), PoolingKind.Mean, random);
        return new InterestEncoder(Items, behaviour, text, random);
    }

    // Items and words with an odd number mean a 1; a user's are all of one kind.
    private sealed class Drawn
    {
        private readonly int[] _items, _words, _events, _tokens, _none;

        internal Drawn(RandomStream random, int users)
        {
            (_items, _words, Classes) = (new int[users * Events], new int[users * Tokens], new int[users]);
            (_events, _tokens, _none) = (new int[users], new int[users], new int[users]);
            for (var user = 0; user < users; user++)
            {
                int does = random.Next(2), says = random.Next(2);
                Classes[user] = 2 * does + says;
                for (var i = 0; i < Events; i++) _items[user * Events + i] = 2 * random.Next(Items / 2) + does;
                for (var i = 0; i < Tokens; i++) _words[user * Tokens + i] = 2 * random.Next(Words / 2) + says;
                (_events[user], _tokens[user]) = (1 + random.Next(Events), 1 + random.Next(Tokens));
            }
        }

        internal int[] Classes { get; }

        internal SequenceBatch Histories(bool idle) => new(_items, idle ? _none : _events, Events);

        internal SequenceBatch Texts(bool silent) => new(_words, silent ? _none : _tokens, Tokens);
    }
}
