using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Recommenders.Lexical;
using MarlRec.Tensors;
using MarlRec.Text;

namespace MarlRec.Encoders;

public sealed class BagOfTermsTests
{
    private static readonly string[] s_texts = ["the red fire stone", "the red ice stone", "a blue ice stone", "the blue fire", "a fire stone", "the blue stone"];

    [Fact]
    public void BeforeTrainingCosinesComeNearToThoseOfTfIdf()
    {
        var terms = TermVocabulary.Build(s_texts, minimumTexts: 1);
        var encoder = BagOfTerms.CreateEncoder(terms, 4096, new RandomStream(3));
        var vectors = encoder.Embed([.. s_texts.Select(terms.Encode)]);
        var exact = new float[s_texts.Length];
        var lexical = new TfIdfRanker(s_texts, TextTerms.Words(1, 2));
        for (var a = 0; a < s_texts.Length; a++)
        {
            lexical.Score([a], exact);
            for (var b = 0; b < s_texts.Length; b++) Assert.Equal(exact[b], Dot(vectors, a, b), 0.06); // four standard errors of 1 / sqrt(4096)
        }
    }

    [Fact]
    public void TheOrderOfTermsDoesNotMatter()
    {
        var encoder = new TokenEncoder(9, new BagBody(5), PoolingKind.Mean, new RandomStream(1));
        var vectors = encoder.Embed([[1, 2, 3], [3, 1, 2], [1, 2]]);
        for (var i = 0; i < 5; i++) Assert.Equal(vectors.Span[i], vectors.Span[5 + i], 1e-6);
        Assert.NotEqual(vectors.Span[..5].ToArray(), vectors.Span[10..].ToArray());
    }

    [Theory]
    [InlineData("bag", PoolingKind.Mean)]
    [InlineData("bag", PoolingKind.Max)]
    [InlineData("lstm", PoolingKind.Mean)]
    public void ThePooledVectorAloneHasTheBitsOfTheOneBesideStates(string body, PoolingKind pooling)
    {
        var encoder = TokenEncoderTests.Fresh(body, pooling);
        var tape = new Tape(ComputeContext.Serial);
        var tokens = new SequenceBatch([1, 2, 3, 4, 0, 0, 0, 0, 0], [3, 1, 0], 3);
        var encoding = encoder.Forward(tape, tokens);
        Assert.Equal(encoding.Pooled.Value, encoder.ForwardPooled(tape, tokens).Value);
        if (pooling == PoolingKind.Mean)
            for (var i = 0; i < encoder.Size; i++) Assert.Equal(Enumerable.Range(0, 3).Average(step => encoding.States.Value[(step * encoder.Size) + i]), encoding.Pooled.Value[i], 1e-6);
        Assert.Throws<ArgumentException>("tokens", () => encoder.ForwardPooled(tape, new SequenceBatch([], [], 3)));
        Assert.Throws<ArgumentNullException>("tape", () => encoder.ForwardPooled(null!, new SequenceBatch([1], [1], 1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EmbedGivesTheForwardPassInBlocks(bool normalize)
    {
        var encoder = TokenEncoderTests.Fresh("lstm", PoolingKind.Mean);
        var random = new RandomStream(8);
        int[][] sequences = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(30)).ToArray())];
        using var context = new ComputeContext(2);
        var vectors = encoder.Embed(sequences, normalize, context);
        Assert.Equal(new Shape(300, encoder.Size), vectors.Shape);
        Assert.Equal(vectors.Span, encoder.Embed(sequences, normalize).Span);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        for (var row = 0; row < sequences.Length; row++)
        {
            tape.Reset();
            var sequence = sequences[row];
            var alone = encoder.Forward(tape, new SequenceBatch(sequence.Length > 0 ? sequence : [0], [sequence.Length], Math.Max(1, sequence.Length))).Pooled.Value.ToArray();
            var length = normalize ? Math.Sqrt(alone.Sum(x => (double)x * x)) : 1;
            for (var i = 0; i < alone.Length; i++) Assert.Equal(length > 0 ? alone[i] / length : 0, vectors.Span[(row * encoder.Size) + i], 1e-6);
        }
    }

    [Fact]
    public void BadInputNamesTheArgument()
    {
        var random = new RandomStream(1);
        var terms = TermVocabulary.Build(s_texts);
        Assert.Throws<ArgumentNullException>("terms", () => BagOfTerms.CreateEncoder(null!, 4, random));
        Assert.Throws<ArgumentException>("terms", () => BagOfTerms.CreateEncoder(TermVocabulary.Build([]), 4, random));
        Assert.Throws<ArgumentNullException>("random", () => BagOfTerms.CreateEncoder(terms, 4, null!));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => BagOfTerms.CreateEncoder(terms, 0, random));
        var body = new BagBody(4);
        var tape = new Tape(ComputeContext.Serial);
        Assert.Throws<ArgumentNullException>("tape", () => body.Forward(null!, default, []));
        Assert.Throws<ArgumentException>("x", () => body.Forward(tape, tape.Constant(new float[6], 1, 2, 3), [2]));
        Assert.Throws<ArgumentException>("lengths", () => body.Forward(tape, tape.Constant(new float[8], 1, 2, 4), [2, 1]));
        var encoder = BagOfTerms.CreateEncoder(terms, 4, random);
        Assert.Throws<ArgumentNullException>("sequences", () => encoder.Embed(null!));
        Assert.Throws<ArgumentNullException>("sequences", () => encoder.Embed([[1], null!]));
        Assert.Throws<ArgumentException>("sequences", () => encoder.Embed([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Embed([[terms.Count]]));
    }

    private static double Dot(FloatTensor rows, int a, int b)
    {
        var size = rows.Shape[1];
        var sum = 0.0;
        for (var i = 0; i < size; i++) sum += (double)rows.Span[(a * size) + i] * rows.Span[(b * size) + i];
        return sum;
    }
}
