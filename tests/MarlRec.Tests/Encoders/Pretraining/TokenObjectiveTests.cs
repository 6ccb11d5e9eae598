using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

public class TokenObjectiveTests
{
    private const int Tokens = ObjectiveCase.Tokens, Size = ObjectiveCase.Size, MaskId = ObjectiveCase.MaskId;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void EachTokenButTheFirstIsPredictedOnceFromThoseBeforeIt(int maximumLength)
    {
        // States are the tokens' own vectors here, so the cut changes nothing.
        var head = Head(isCausal: true, out _);
        var texts = ObjectiveCase.Texts(8);
        var objective = new CausalTokenObjective(head, texts, new CausalTokenOptions { MaximumLength = maximumLength });
        double sum = 0;
        int targets = 0, right = 0;
        foreach (var text in texts)
        {
            for (var t = 1; t < text.Length; t++)
            {
                var logP = LogP(head, text[t - 1]);
                sum -= logP[text[t]];
                targets++;
                if (logP.Max() <= logP[text[t]]) right++;
            }
        }

        var score = Pretrainer.Evaluate(objective, batchSize: 5);
        Assert.Equal(targets, score.Targets);
        Assert.Equal(sum / targets, score.Loss, 1e-5);
        Assert.Equal((double)right / targets, score.Accuracy, 1e-12);
        Assert.Equal(Math.Exp(score.Loss), score.Perplexity);
        Assert.Equal(texts.Sum(text => (text.Length - 1 + maximumLength - 1L) / maximumLength), objective.ExampleCount);
    }

    [Fact]
    public void HiddenTokensArePredictedFromWhatIsRead()
    {
        var head = Head(isCausal: false, out var probe);
        var texts = ObjectiveCase.Texts(8);
        var objective = new MaskedTokenObjective(head, texts, new MaskedTokenOptions { MaskId = MaskId, MaskedShare = 1, ReplacedShare = 0, Share = 0.3 });
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var result = objective.Record(tape, [.. Enumerable.Range(0, 8)], new RandomStream(2));
        var logP = LogP(head, MaskId);
        double sum = 0;
        var targets = 0;
        for (var row = 0; row < 8; row++)
        {
            var read = probe.IdsOf(head.Encoder, row);
            var hidden = Enumerable.Range(0, read.Length).Where(t => read[t] == MaskId).ToList();
            Assert.Equal(Math.Max(1, (int)Math.Round(0.3 * read.Length, MidpointRounding.AwayFromZero)), hidden.Count);
            Assert.All(Enumerable.Range(0, read.Length).Except(hidden), t => Assert.Equal(texts[row][t], read[t]));
            sum -= hidden.Sum(t => logP[texts[row][t]]);
            targets += hidden.Count;
        }

        Assert.Equal(targets, result.Targets);
        Assert.Equal(sum / targets, result.Loss.Value[0], 1e-5);
    }

    [Fact]
    public void EightyTenTen()
    {
        var head = Head(isCausal: false, out var probe);
        int[] text = [.. Enumerable.Range(0, 4_000).Select(i => i % 4 == 0 ? 0 : 3 + i % 11)]; // a quarter is padding, which is special
        var objective = new MaskedTokenObjective(head, [text], new MaskedTokenOptions { MaskId = MaskId, MaximumLength = 4_000 });
        var result = objective.Record(new Tape(ComputeContext.Serial, recording: false), [0], new RandomStream(3));
        var read = probe.IdsOf(head.Encoder, 0);
        double hidden = read.Count(id => id == MaskId), replaced = Enumerable.Range(0, 4_000).Count(t => read[t] != text[t] && read[t] != MaskId);
        Assert.Equal(450, result.Targets); // 15 % of 3000
        // Six standard deviations. One draw in eleven replaces a token by itself.
        Assert.Equal(0.8, hidden / 450, 0.11);
        Assert.Equal(0.1 * 10 / 11, replaced / 450, 0.08);
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(0, read[4 * i]));
        Assert.DoesNotContain(1, read);
    }

    [Fact]
    public void SpecialTokensAreNeitherPredictedNorPutAnywhere()
    {
        var head = Head(isCausal: false, out var probe);
        int[] text = [3, 4, 5, 6, 3, 4, 5, 6];
        var options = new MaskedTokenOptions { MaskId = MaskId, MaskedShare = 0, ReplacedShare = 1, Share = 1, SpecialIds = [0, 1, 5, 7, 8, 9, 10, 11, 12, 13] };
        var objective = new MaskedTokenObjective(head, [[5, 13], text], options); // the first has nothing to predict
        Assert.Equal(1, objective.ExampleCount);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var result = objective.Record(new Tape(ComputeContext.Serial, recording: false), [0], new RandomStream(seed));
            Assert.Equal(6, result.Targets);
            var read = probe.IdsOf(head.Encoder, 0);
            Assert.Equal((5, 5), (read[2], read[6]));
            Assert.All(read.Where((_, t) => t % 4 != 2), id => Assert.Contains(id, new[] { 3, 4, 6 }));
        }
    }

    [Fact]
    public void LabelsAreJudgedByWhatTheHeadPredicts()
    {
        var random = new RandomStream(9);
        var head = new LabelHead(ObjectiveCase.Encoder(random, 0, causal: false), 3, random, dropout: 0.5f);
        int[][] texts = [.. ObjectiveCase.Texts(9), []];
        int[] labels = [0, 1, 2, 2, 1, 0, 1, 1, 0, 2];
        var score = Pretrainer.Evaluate(new LabelObjective(head, texts, labels, new LabelOptions { MaximumLength = 3 }), batchSize: 4);
        var p = head.Predict([.. texts.Select(text => text[..Math.Min(3, text.Length)])]);
        double loss = 0;
        var right = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(1, p.Row(i).ToArray().Sum(), 1e-5);
            loss -= Math.Log(p.Row(i)[labels[i]]) / texts.Length;
            if (p.Row(i).ToArray().Max() == p.Row(i)[labels[i]]) right++;
        }

        Assert.Equal(loss, score.Loss, 1e-5);
        Assert.Equal((double)right / texts.Length, score.Accuracy, 1e-12);
    }

    [Fact]
    public void AHeadSaysWhatMayStandInAGap()
    {
        var head = Head(isCausal: false, out _);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var logits = head.Forward(tape, head.Encoder.ForwardStates(tape, new SequenceBatch([3, MaskId], [2], 2)));
        Assert.Equal(new Tensors.Shape(1, 2, Tokens), logits.Shape);
        var logP = tape.MaskedLogSoftmax(tape.Reshape(logits, 2, Tokens)).Value[Tokens..];
        var expected = LogP(head, MaskId);
        for (var id = 0; id < Tokens; id++) Assert.Equal(expected[id], logP[id], 1e-5);
    }

    [Fact]
    public void BadInput()
    {
        var random = new RandomStream(1);
        TokenHead both = new(ObjectiveCase.Encoder(random, 0, causal: false), random), causal = new(ObjectiveCase.Encoder(random, 0, causal: true), random);
        int[][] texts = [[3, 4, 5]];
        MaskedTokenOptions masked = new() { MaskId = MaskId, MaximumLength = 8 };
        Assert.Throws<ArgumentNullException>("encoder", () => new TokenHead(null!, random));
        Assert.Throws<ArgumentNullException>("random", () => new TokenHead(both.Encoder, null!));
        Assert.Throws<ArgumentNullException>("head", () => new MaskedTokenObjective(null!, texts, masked));
        Assert.Throws<ArgumentNullException>("texts", () => new MaskedTokenObjective(both, null!, masked));
        Assert.Throws<ArgumentNullException>("texts", () => new MaskedTokenObjective(both, [null!], masked));
        Assert.Throws<ArgumentNullException>("options", () => new MaskedTokenObjective(both, texts, null!));
        Assert.Throws<ArgumentException>("head", () => new MaskedTokenObjective(causal, texts, masked));
        Assert.Throws<ArgumentException>("head", () => new MaskedTokenObjective(both, texts, masked with { MaximumLength = 9 }));
        Assert.Throws<ArgumentException>("texts", () => new MaskedTokenObjective(both, [[0, 1, MaskId], []], masked));
        Assert.Throws<ArgumentOutOfRangeException>("texts", () => new MaskedTokenObjective(both, [[3, Tokens]], masked));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => new MaskedTokenObjective(both, texts, masked with { MaskId = Tokens }));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => new MaskedTokenObjective(both, texts, masked with { SpecialIds = [Tokens] }));
        Assert.Throws<ArgumentException>("options", () => new MaskedTokenObjective(both, texts, masked with { SpecialIds = [.. Enumerable.Range(0, Tokens)] }));
        Assert.Throws<ArgumentOutOfRangeException>("MaskId", () => (masked with { MaskId = -1 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("Share", () => (masked with { Share = 0 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MaskedShare", () => (masked with { MaskedShare = 1.1 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("ReplacedShare", () => (masked with { ReplacedShare = 0.3 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("ReplacedShare", () => (masked with { ReplacedShare = double.NaN }).Validate());
        Assert.Throws<ArgumentNullException>("SpecialIds", () => (masked with { SpecialIds = null! }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("SpecialIds", () => (masked with { SpecialIds = [-1] }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>("MaximumLength", () => (masked with { MaximumLength = 0 }).Validate());
        (masked with { MaskedShare = 0.7, ReplacedShare = 0.3 }).Validate();

        Assert.Throws<ArgumentNullException>("head", () => new CausalTokenObjective(null!, texts));
        Assert.Throws<ArgumentNullException>("texts", () => new CausalTokenObjective(causal, null!));
        Assert.Throws<ArgumentException>("head", () => new CausalTokenObjective(both, texts));
        Assert.Throws<ArgumentException>("texts", () => new CausalTokenObjective(causal, [[3], []]));
        Assert.Throws<ArgumentOutOfRangeException>("texts", () => new CausalTokenObjective(causal, [[-1, 3]]));
        Assert.Throws<ArgumentOutOfRangeException>("MaximumLength", () => new CausalTokenOptions { MaximumLength = 0 }.Validate());

        var labels = new LabelHead(both.Encoder, 2, random);
        var few = new LabelOptions { MaximumLength = 8 };
        Assert.Throws<ArgumentNullException>("encoder", () => new LabelHead(null!, 2, random));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new LabelHead(both.Encoder, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => new LabelHead(both.Encoder, 2, random, 1));
        Assert.Throws<ArgumentException>("texts", () => labels.Predict([]));
        Assert.Throws<ArgumentNullException>("texts", () => labels.Predict([null!]));
        Assert.Throws<ArgumentException>("head", () => new LabelObjective(labels, texts, [0]));
        Assert.Throws<ArgumentException>("texts", () => new LabelObjective(labels, [], [], few));
        Assert.Throws<ArgumentException>("labels", () => new LabelObjective(labels, texts, [0, 1], few));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => new LabelObjective(labels, texts, [2], few));
        Assert.Throws<ArgumentOutOfRangeException>("texts", () => new LabelObjective(labels, [[Tokens]], [0], few));
        Assert.Throws<ArgumentNullException>("labels", () => new LabelObjective(labels, texts, null!, few));
        Assert.Throws<ArgumentOutOfRangeException>("MaximumLength", () => new LabelOptions { MaximumLength = 0 }.Validate());
    }

    private static TokenHead Head(bool isCausal, out ProbeBody probe)
    {
        var random = new RandomStream(6);
        probe = new ProbeBody(Size, isCausal);
        var head = new TokenHead(new TokenEncoder(Tokens, probe, PoolingKind.Mean, random), random, transform: false);
        Initializers.Uniform(head.NamedParameters().Single(named => named.Name == "bias").Parameter.Value, 1, random);
        return head;
    }

    // log softmax(E · √D · e + b) after a token with vector e.
    private static double[] LogP(TokenHead head, int token)
    {
        var table = head.Encoder.Embedding.Weight.Value;
        var bias = head.NamedParameters().Single(named => named.Name == "bias").Parameter.Value.Span;
        var logits = new double[Tokens];
        for (var id = 0; id < Tokens; id++)
        {
            logits[id] = bias[id];
            for (var k = 0; k < Size; k++) logits[id] += (double)table.Row(id)[k] * table.Row(token)[k] * Math.Sqrt(Size);
        }

        var total = Math.Log(logits.Sum(Math.Exp));
        return Array.ConvertAll(logits, logit => logit - total);
    }
}
