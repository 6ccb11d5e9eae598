using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Text;

namespace MarlRec.Encoders;

/// <summary>The way from texts to an interest, from end to end: three sentences step by step, then a labelled set that word counts alone cannot tell apart.</summary>
public sealed class TextToInterestTests
{
    private const int Training = 400, HeldOut = 240;
    private const double Bar = 0.95;

    private static readonly string[] s_sentences = ["I like to read books", "I enjoy reading novels", "I like to READ books!"];
    private static readonly string[] s_reads = ["books", "novels", "poetry", "magazines", "comics", "essays", "newspapers", "biographies", "plays", "stories"];
    private static readonly string[] s_others = ["football", "films", "tennis", "concerts", "chess", "television", "podcasts", "cooking", "dancing", "puzzles"];

    // {0} is what the writer goes for, {1} what they do not; the same words either way round.
    private static readonly string[] s_patterns =
    [
        "I enjoy {0} instead of {1}", "I stopped {1} and love {0} now", "Never {1}, only {0} for me", "I had {1} all day and would rather have {0}", "They offered {0} or {1}, and I chose the former",
        "They offered {1} or {0}, and I chose the latter",
    ];

    private static readonly string[] s_moments = ["", " in the evening", " at the weekend", " on the train", " after work", " this summer"];

    [Fact]
    public void Three_sentences_become_ids_step_by_step()
    {
        var clean = new TextCleaner();
        string[][] Words(Microsoft.ML.Tokenizers.PreTokenizer splitter) =>
            [.. s_sentences.Select(clean.Normalize).Select(text => splitter.PreTokenize(text).Select(word => text.Substring(word.Offset, word.Length)).ToArray())];

        // Tokens ...
        Assert.Equal([["i", "like", "to", "read", "books"], ["i", "enjoy", "reading", "novels"], ["i", "like", "to", "read", "books"]], Words(WordPreTokenizer.Instance));
        // ... without stop words ...
        string[][] kept = [["like", "read", "books"], ["enjoy", "reading", "novels"], ["like", "read", "books"]];
        Assert.Equal(kept, Words(new StopwordFilter(WordPreTokenizer.Instance, StopwordList.English)));
        // ... each text once ...
        var pipeline = TextPipeline.Build(s_sentences, new TextPipelineOptions { SequenceLength = 4 });
        Assert.Equal(kept[..2], pipeline.TokenizeDistinct(s_sentences));
        Assert.Equal(new TextReport { Texts = 3, DuplicateTexts = 1, Words = 6, DistinctWords = 6 }, pipeline.Report);
        // ... as ids, by frequency and then by the alphabet, padded at the end.
        Assert.Equal(["[PAD]", "[UNK]", "books", "enjoy", "like", "novels", "read", "reading"], pipeline.Vocabulary.Words);
        Assert.Equal([4, 6, 2, 0, 3, 7, 5, 0, 4, 6, 2, 0], pipeline.EncodeBatch(s_sentences).Ids);
    }

    [Fact]
    public void A_classifier_learns_who_reads_and_knows_it_of_texts_it_never_saw()
    {
        var random = new RandomStream(11);
        var texts = Texts();
        random.Shuffle<(string, float)>(texts);
        var (training, unseen) = (texts[..Training], texts[Training..(Training + HeldOut)]);

        var words = TextPipeline.Build(training.Select(text => text.Text), new TextPipelineOptions
        {
            Stopwords = StopwordList.English.Without("instead", "only", "now", "rather", "or"), SequenceLength = 12,
        });
        Assert.Equal(0, words.Report.DuplicateTexts);
        var network = new Sequential(
            new Embedding(words.Vocabulary.Count, 24, random.Fork("embedding")), new Lstm(24, 32, random.Fork("lstm")), new Linear(32, 1, random.Fork("output")));
        var classifier = new SequenceClassifier(network, new AdamOptions { LearningRate = 0.01 });
        var before = Score(classifier, words, unseen);
        Fit(classifier, words, training, random.Fork("fit"));
        var after = Score(classifier, words, unseen);

        Assert.InRange(before.Accuracy, 0.3, 0.7);
        Assert.True(after.Accuracy >= Bar, $"held-out accuracy {after.Accuracy:0.000}, loss {after.Loss:0.000}");

        // Held-out texts of the same words and opposite answers: whatever counts words gets half of them right.
        var twins = unseen.GroupBy(text => string.Join(' ', words.Tokenize(text.Text).Order(StringComparer.Ordinal)))
            .Where(group => group.Select(text => text.Label).Distinct().Count() == 2).Select(group => group.DistinctBy(text => text.Label)).SelectMany(pair => pair).ToArray();
        Assert.True(twins.Length >= 30, $"{twins.Length} twins");
        Assert.Equal(twins.Length / 2, twins.Count(text => text.Label == 1));
        Assert.True(Score(classifier, words, twins).Accuracy >= Bar);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"held-out accuracy {before.Accuracy:0.000} before, {after.Accuracy:0.000} after, loss {after.Loss:0.000}; {Score(classifier, words, twins).Accuracy:0.000} of {twins.Length} twins");

        // By hand, with words that no training text has.
        string[] own =
        [
            "I enjoy plays instead of chess, says grandma", "I enjoy chess instead of plays, says grandma", "I stopped films and love essays now, like my uncle",
            "Never poetry, only tennis!", "Never tennis, only poetry!", "Yesterday they offered cooking or stories, and I chose the latter",
        ];
        var probabilities = classifier.Predict(Inputs(words, own, out _));
        Assert.Equal([true, false, true, false, true, true], probabilities.Select(p => p >= 0.5f));
    }

    // Every pattern with every pair of pursuits, both ways round, at a moment that says nothing.
    private static (string Text, float Label)[] Texts()
    {
        var texts = new List<(string Text, float Label)>();
        foreach (var (pattern, p) in s_patterns.Select((pattern, p) => (pattern, p)))
        {
            for (var i = 0; i < s_reads.Length * s_others.Length; i++)
            {
                var (read, other) = (s_reads[i / s_others.Length], s_others[i % s_others.Length]);
                var moment = s_moments[(i + p) % s_moments.Length];
                texts.Add((string.Format(null, pattern, read, other) + moment, 1));
                texts.Add((string.Format(null, pattern, other, read) + moment, 0));
            }
        }

        return [.. texts];
    }

    private static void Fit(SequenceClassifier classifier, TextPipeline words, (string Text, float Label)[] rows, RandomStream random) =>
        classifier.Fit(Inputs(words, [.. rows.Select(row => row.Text)], out _), [.. rows.Select(row => row.Label)], new FitOptions { Epochs = 30, BatchSize = 16, MaximumGradientNorm = 1 }, random);

    private static ClassifierScore Score(SequenceClassifier classifier, TextPipeline words, (string Text, float Label)[] rows) =>
        classifier.Evaluate(Inputs(words, [.. rows.Select(row => row.Text)], out _), [.. rows.Select(row => row.Label)]);

    private static SequenceBatch Inputs(TextPipeline words, string[] texts, out TokenBatch batch)
    {
        batch = words.EncodeBatch(texts);
        return new SequenceBatch(batch.Ids, batch.Lengths, batch.Time);
    }
}
