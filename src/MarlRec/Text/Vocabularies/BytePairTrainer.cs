using System.Text;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// Learns a byte-level BPE vocabulary as GPT-2 has it: cut text by <see cref="TextSplitter.ByteLevel"/>, write each piece as bytes, merge the most frequent pair of neighbours
/// until the vocabulary is full. Nothing is ever unknown and no text is changed. (<c>CodeGenTokenizer</c> wants <c>&lt;|endoftext|&gt;</c> among the special tokens.)
/// The result depends on how often each piece came and on nothing else.
/// </summary>
/// <remarks>Thread safety: <em>single owner</em>. Time and memory grow with the number of different pieces, not with the length of the text.</remarks>
public sealed class BytePairTrainer
{
    private readonly WordCounts _counts = new();
    private readonly string[] _specialTokens;

    /// <summary>Starts with no text.</summary>
    /// <param name="specialTokens">Tokens with the first ids, such as <c>&lt;|endoftext|&gt;</c>; null means none.</param>
    /// <exception cref="ArgumentException">A special token is null, empty, repeated, holds white space or a character beyond ASCII, or could be learnt from text as it is one piece there.</exception>
    public BytePairTrainer(IEnumerable<string>? specialTokens = null)
    {
        _specialTokens = specialTokens is null ? [] : [.. specialTokens];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in _specialTokens)
        {
            var problem = WordText.Problem(token) ?? (!Ascii.IsValid(token) ? "is not ASCII"
                : TextSplitter.ByteLevel.PreTokenize(token).Count() == 1 ? "is one piece of text, which merges could spell" : seen.Add(token) ? null : "is repeated");
            if (problem is not null) throw new ArgumentException($"specialTokens: \"{token}\" {problem}.", nameof(specialTokens));
        }
    }

    /// <summary>The number of different pieces seen.</summary>
    public int DistinctWords => _counts.Count;

    /// <summary>Counts the pieces of a text; pieces of more than 100 UTF-16 code units are passed over.</summary>
    /// <param name="text">Any text; an unpaired surrogate counts as U+FFFD.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public void Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var span = text.AsSpan();
        for (int start = 0, end; (end = ByteLevelScanner.Next(span, ref start)) > start; start = end) _counts.Add(span[start..end]);
    }

    /// <summary>Learns the vocabulary; the trainer may go on counting. Ids: special tokens, the 256 bytes in ordinal order of their characters, then merges as they came.</summary>
    /// <param name="options">How much to learn; null means the defaults.</param>
    /// <param name="progress">Told now and then, and at the end.</param>
    /// <param name="cancellationToken">Looked at before each merge.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or <see cref="SubwordTrainingOptions.Size"/> does not hold the special tokens and 256 bytes.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the counts are as before.</exception>
    public BytePairVocabulary Train(
        SubwordTrainingOptions? options = null, IProgress<SubwordTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new SubwordTrainingOptions();
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, _specialTokens.Length + 256, "options.Size");
        cancellationToken.ThrowIfCancellationRequested();
        List<string> tokens = [.. _specialTokens, .. Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharOf((byte)value).ToString()).Order(StringComparer.Ordinal)];
        var merger = new PairMerger(tokens, prefixLength: 0);
        foreach (var (word, count) in _counts.Sorted())
        {
            cancellationToken.ThrowIfCancellationRequested();
            merger.AddWord([.. ByteAlphabet.Write(word).Select(symbol => merger.IdOf(symbol.ToString()))], count);
        }

        var merges = merger.Run(options, progress, cancellationToken);
        return BytePairVocabulary.FromTrainer(tokens, [.. merges], _specialTokens);
    }
}
