using MarlRec.Execution;
using MarlRec.Text.Words;

namespace MarlRec.Text;

/// <summary>What a <see cref="TextPipeline"/> does. Options with equal values are equal.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record TextPipelineOptions
{
    /// <summary>Whether letters become lower case, which happens before stop words are looked up. Default: true.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether web and e-mail addresses are removed. Default: true.</summary>
    public bool RemoveAddresses { get; init; } = true;

    /// <summary>What finds the words. Default: <see cref="WordSplitter.Words"/>.</summary>
    public WordSplitter Splitter { get; init; } = WordSplitter.Words;

    /// <summary>What a word is where a script has no spaces; read by <see cref="WordSplitter.Unicode"/> only. Default: <see cref="UnspacedWords.Character"/>.</summary>
    public UnspacedWords Unspaced { get; init; } = UnspacedWords.Character;

    /// <summary>The words that are removed. Default: <see cref="StopwordList.English"/>; <see cref="StopwordList.None"/> keeps all.</summary>
    public StopwordList Stopwords { get; init; } = StopwordList.English;

    /// <summary>
    /// Whether the words that are left lose their endings; needs <see cref="LowerCase"/>. Stop words are removed before, so a list holds words and not stems.
    /// Default: <see cref="Stemming.None"/>.
    /// </summary>
    public Stemming Stemming { get; init; } = Stemming.None;

    /// <summary>
    /// Whether training texts that come to the same words count once, however they were written. It concerns what a vocabulary is built from, and nothing else: texts to
    /// encode are never dropped. Default: true.
    /// </summary>
    public bool Deduplicate { get; init; } = true;

    /// <summary>Words seen fewer times in the training texts get no id. At least 1, the default.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>The most ids, padding and unknown included. At least 3; default 10,000.</summary>
    public int MaximumVocabulary { get; init; } = 10_000;

    /// <summary>T, the most words of a text. In [1, 1,048,576]; default 100.</summary>
    public int SequenceLength { get; init; } = 100;

    /// <summary>Which words a longer text keeps. Default: <see cref="Truncation.KeepStart"/>.</summary>
    public Truncation Truncation { get; init; } = Truncation.KeepStart;

    /// <summary>How wide batches are. Default: <see cref="Padding.ToSequenceLength"/>.</summary>
    public Padding Padding { get; init; } = Padding.ToSequenceLength;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentNullException"><see cref="Stopwords"/> is null.</exception>
    /// <exception cref="ArgumentException"><see cref="Stemming"/> is asked for without <see cref="LowerCase"/>, or pairs of characters without <see cref="WordSplitter.Unicode"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names property, value and range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Stopwords);
        Throw.IfOutside(MinimumCount, 1, int.MaxValue);
        Throw.IfOutside(MaximumVocabulary, 3, int.MaxValue);
        Throw.IfOutside(SequenceLength, 1, 1 << 20);
        if (Truncation is not (Truncation.KeepStart or Truncation.KeepEnd))
            throw new ArgumentOutOfRangeException(nameof(Truncation), Truncation, "Truncation must be KeepStart or KeepEnd.");
        if (Padding is not (Padding.ToSequenceLength or Padding.ToLongest))
            throw new ArgumentOutOfRangeException(nameof(Padding), Padding, "Padding must be ToSequenceLength or ToLongest.");
        if (Stemming is not (Stemming.None or Stemming.English))
            throw new ArgumentOutOfRangeException(nameof(Stemming), Stemming, "Stemming must be None or English.");
        if (Splitter is not (WordSplitter.Words or WordSplitter.Treebank or WordSplitter.Unicode))
            throw new ArgumentOutOfRangeException(nameof(Splitter), Splitter, "Splitter must be Words, Treebank or Unicode.");
        if (Unspaced is not (UnspacedWords.Character or UnspacedWords.Bigram))
            throw new ArgumentOutOfRangeException(nameof(Unspaced), Unspaced, "Unspaced must be Character or Bigram.");
        if (Unspaced != UnspacedWords.Character && Splitter != WordSplitter.Unicode) throw new ArgumentException("Only the Unicode splitter makes pairs: Splitter must be Unicode.", nameof(Unspaced));
        if (Stemming != Stemming.None && !LowerCase) throw new ArgumentException("Stemming works on lower case: LowerCase must be true.", nameof(Stemming));
    }
}
