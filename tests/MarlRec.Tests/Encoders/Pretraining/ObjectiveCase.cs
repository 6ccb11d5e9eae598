using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

/// <summary>One small objective of each kind, with dropout where there is one, for what must hold for all of them.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Create">Makes it, with weights drawn from a stream; a rate of dropout.</param>
internal sealed record ObjectiveCase(string Name, Func<RandomStream, float, IPretrainingObjective> Create)
{
    internal const int Tokens = 14, Size = 6, Items = 12, MaskId = 2;

    /// <summary>Each item comes at least twice, and in one history repeatedly.</summary>
    internal static int[][] Histories { get; } = [[0, 1, 2, 3, 4, 5, 6], [7, 8], [3, 3, 9], [10, 11, 0, 7, 8, 3], [4], [2, 9, 5, 6, 1, 10, 11, 4, 4, 0]];

    internal static IReadOnlyList<ObjectiveCase> All { get; } =
    [
        new("next item", (random, dropout) => NextItem(random, dropout, new NextItemOptions { MaximumLength = 4 })),
        new("next item, sampled", (random, dropout) => NextItem(random, dropout, new NextItemOptions { MaximumLength = 4, Negatives = 5 })),
        new("next item, sampled, row-sparse", (random, dropout) => NextItem(random, dropout, new NextItemOptions { MaximumLength = 4, Negatives = 5 }, rowSparse: true)),
        new("next item, sampled, features", (random, dropout) => Featured(random, dropout, new NextItemOptions { MaximumLength = 4, Negatives = 5, Temperature = 0.3 })),
        new("contrast", (random, dropout) =>
        {
            var encoder = Encoder(random, dropout, causal: false);
            return new ContrastiveObjective(encoder, encoder, new AugmentedViews(Texts(8), 0.3f), new ContrastiveOptions { MaximumLength = 6, Temperature = 0.2 });
        }),
        new("contrast of two encoders", (random, dropout) => new ContrastiveObjective(
            Encoder(random.Fork("left"), dropout, causal: false), Encoder(random.Fork("right"), dropout, causal: true), new CoConsumedPairs(Texts(Items), Histories, 2),
            new ContrastiveOptions { MaximumLength = 6, Temperature = 0.5 })),
        new("masked tokens", (random, dropout) => new MaskedTokenObjective(
            new TokenHead(Encoder(random, dropout, causal: false), random.Fork("head")), Texts(8), new MaskedTokenOptions { MaskId = MaskId, Share = 0.4, MaskedShare = 0.5, ReplacedShare = 0.3, MaximumLength = 6 })),
        new("causal tokens", (random, dropout) => new CausalTokenObjective(
            new TokenHead(Encoder(random, dropout, causal: true), random.Fork("head"), transform: false), Texts(8), new CausalTokenOptions { MaximumLength = 5 })),
        new("labels", (random, dropout) => new LabelObjective(
            new LabelHead(Encoder(random, dropout, causal: false), 3, random.Fork("head"), dropout), Texts(9), [0, 1, 2, 2, 1, 0, 1, 1, 0], new LabelOptions { MaximumLength = 5 })),
    ];

    internal static TheoryData<string> Names => [.. All.Select(one => one.Name)];

    internal static ObjectiveCase Of(string name) => All.Single(one => one.Name == name);

    /// <summary>Texts of ordinary tokens from 3 on, of 1 to 7 tokens.</summary>
    internal static int[][] Texts(int count)
    {
        var random = new RandomStream(77);
        var texts = new int[count][];
        for (var i = 0; i < count; i++)
        {
            texts[i] = new int[1 + (i * 3 + 2) % 7];
            foreach (ref var token in texts[i].AsSpan()) token = 3 + random.Next(Tokens - 3);
        }

        return texts;
    }

    internal static TokenEncoder Encoder(RandomStream random, float dropout, bool causal) => causal
        ? new TokenEncoder(Tokens, new RecurrentBody(RecurrentCell.Gru, Size, random.Fork("body"), 1, dropout), PoolingKind.Last, random)
        : new TokenEncoder(Tokens, new TransformerBody(Layers(dropout), 8, random.Fork("body")), PoolingKind.Mean, random);

    internal static NextItemObjective NextItem(RandomStream random, float dropout, NextItemOptions options, bool rowSparse = false) =>
        new(new ItemVectors(Items, Size, random.Fork("items"), rowSparse), Reader(random, dropout), Histories, options);

    private static NextItemObjective Featured(RandomStream random, float dropout, NextItemOptions options) =>
        new(new ItemVectors(GradientCheck.Normal(random.Fork("features"), Items, 3), Size, random.Fork("items"), trainItems: true), Reader(random, dropout), Histories, options);

    private static TransformerBody Reader(RandomStream random, float dropout) => new(Layers(dropout), 4, random.Fork("body"), causal: true);

    private static TransformerOptions Layers(float dropout) => new() { Size = Size, Heads = 2, Inner = 8, Layers = 2, Dropout = dropout, Activation = ActivationKind.Gelu };
}
