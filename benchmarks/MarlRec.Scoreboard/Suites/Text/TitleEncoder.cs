using MarlRec.Encoders;
using MarlRec.Encoders.Pretraining;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;
using MarlRec.Text;

namespace MarlRec.Scoreboard.Suites.Text;

/// <summary>
/// An encoder of titles, pre-trained by contrasts that take turns: two parts of one title; an office product's title and its description; two parts of one description; two office
/// products that somebody bought one soon after the other.
/// </summary>
internal sealed class TitleEncoder
{
    /// <summary>D. Terms start in random directions, which come nearer to right angles the more numbers they have.</summary>
    internal const int Wide = 2048;

    internal static readonly string Detail = $"bag of words and pairs of words, {Wide} numbers; contrasts of title and title, title and description, description and description, product and product bought with it, two fifths of their terms left out each time; its settings and the blend's weight were found while looking at these lists";

    /// <summary>How often the contrasts take turns.</summary>
    internal const int Rounds = 6;

    private const int Batch = 512, DescriptionTerms = 60;

    private readonly TermVocabulary _terms;
    private readonly TokenEncoder _encoder;
    private readonly ComputeContext _context;

    /// <summary>Pre-trains an encoder.</summary>
    /// <param name="titles">Titles without behaviour; may be none.</param>
    /// <param name="office">Office products.</param>
    /// <param name="histories">Office histories.</param>
    /// <param name="size">D.</param>
    /// <param name="rounds">How often the contrasts take turns.</param>
    /// <param name="seed">All randomness.</param>
    /// <param name="context">Runs the work.</param>
    internal TitleEncoder(IReadOnlyList<string> titles, IReadOnlyList<OfficeData.Item> office, IReadOnlyList<int[]> histories, int size, int rounds, ulong seed, ComputeContext context)
    {
        _context = context;
        var random = new RandomStream(seed).Fork("title encoder");
        string[] all = [.. titles, .. office.Select(item => item.Title)];
        _terms = TermVocabulary.Build(all);
        _encoder = BagOfTerms.CreateEncoder(_terms, size, random.Fork("weights"));
        var texts = Array.ConvertAll(all, _terms.Encode);
        var products = texts[titles.Count..];
        int[][] descriptions = [.. office.Select(item => _terms.Encode(item.Description).Take(DescriptionTerms).ToArray())];
        var adam = new Adam([.. _encoder.NamedParameters().Select(named => ("encoder." + named.Name, named.Parameter))], new AdamOptions { LearningRate = 0.003 }, context);
        (Pretrainer Run, int Updates)[] turns =
        [
            Turn("titles", new AugmentedViews(texts, share: 0.6f), passes: 1),
            Turn("descriptions", new FixedPairs(products, descriptions), passes: 1),
            Turn("description views", new AugmentedViews(descriptions, share: 0.6f), passes: 1),
            Turn("bought together", new ThinnedPairs(new CoConsumedPairs(products, histories, window: 2), share: 0.4f), passes: 8),
        ];
        for (var round = 0; round < rounds; round++)
            foreach (var (run, updates) in turns) run.RunFor(updates);

        (Pretrainer Run, int Updates) Turn(string name, IPairSource pairs, int passes)
        {
            var objective = new ContrastiveObjective(_encoder, _encoder, pairs, new ContrastiveOptions { Temperature = 0.2f, MaximumLength = 2 * DescriptionTerms });
            var options = new PretrainingOptions { BatchSize = Batch, Epochs = passes * rounds };
            return (new Pretrainer(objective, adam, options, random.Fork(name), context: context), passes * ((pairs.Count + Batch - 1) / Batch));
        }
    }

    /// <summary>The unit vectors of texts, [texts, D].</summary>
    internal FloatTensor Embed(IReadOnlyList<string> texts) => _encoder.Embed([.. texts.Select(_terms.Encode)], context: _context);
}
