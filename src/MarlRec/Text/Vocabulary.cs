using System.Collections.Frozen;

namespace MarlRec.Text;

/// <summary>
/// Words and their ids: <c>[PAD]</c> is 0, <c>[UNK]</c> is 1, then the words. Ids are dense, so an embedding table has <see cref="Count"/> rows.
/// Lookups compare exactly (ordinal). Made by <see cref="VocabularyBuilder"/>, <see cref="FromWords"/> or <see cref="Load"/>.
/// </summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class Vocabulary
{
    /// <summary>The id of padding.</summary>
    public const int PadId = 0;

    /// <summary>The id of every word that is not in the vocabulary.</summary>
    public const int UnknownId = 1;

    /// <summary>The text of id 0. No word that a pre-tokenizer finds has brackets, so no user can write it.</summary>
    public const string PadToken = "[PAD]";

    /// <summary>The text of id 1.</summary>
    public const string UnknownToken = "[UNK]";

    /// <summary>Words longer than this many UTF-16 code units are never learnt: they are noise, and they would let one text fill the memory.</summary>
    public const int MaximumWordLength = 100;

    private readonly string[] _words;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    internal Vocabulary(string[] wordsWithSpecials)
    {
        _words = wordsWithSpecials;
        var ids = new Dictionary<string, int>(_words.Length, StringComparer.Ordinal);
        for (var id = 0; id < _words.Length; id++) ids.Add(_words[id], id);
        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The number of ids, special ones included; at least 2.</summary>
    public int Count => _words.Length;

    /// <summary>All words by id, special ones included.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The word of an id.</summary>
    /// <param name="id">In [0, <see cref="Count"/>).</param>
    /// <returns>The word.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is out of range.</exception>
    public string this[int id] => (uint)id < (uint)_words.Length
        ? _words[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"id must be in [0, {_words.Length}).");

    /// <summary>The id of a word, or <see cref="UnknownId"/>.</summary>
    /// <param name="word">One word, as the pipeline would have cleaned it.</param>
    /// <returns>An id in [0, <see cref="Count"/>).</returns>
    public int IdOf(ReadOnlySpan<char> word) => _ids.TryGetValue(word, out var id) ? id : UnknownId;

    /// <summary>Whether the vocabulary holds a word, and its id.</summary>
    /// <param name="word">One word.</param>
    /// <param name="id">Its id, or <see cref="UnknownId"/>.</param>
    /// <returns>True when it does.</returns>
    public bool TryGetId(ReadOnlySpan<char> word, out int id)
    {
        if (_ids.TryGetValue(word, out id)) return true;
        id = UnknownId;
        return false;
    }

    /// <summary>Makes a vocabulary whose words have the ids 2, 3, … in the order given.</summary>
    /// <param name="words">Distinct words without white space; without the special tokens.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="words"/> is null.</exception>
    /// <exception cref="ArgumentException">A word is null, empty, too long, repeated, or holds white space or a lone surrogate.</exception>
    public static Vocabulary FromWords(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return TryCreate([PadToken, UnknownToken, .. words], out var vocabulary, out var index, out var problem)
            ? vocabulary
            : throw new ArgumentException($"Word {index - 2} {problem}.", nameof(words));
    }

    /// <summary>Writes one word a line, in id order, special ones first, each line ended by a line feed.</summary>
    /// <param name="writer">Left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void Save(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var word in _words)
        {
            writer.Write(word);
            writer.Write('\n');
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">Read to its end and left open.</param>
    /// <returns>A vocabulary with the same ids.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reader"/> is null.</exception>
    /// <exception cref="InvalidDataException">A line is not a word, or the special tokens do not come first; the message names the line.</exception>
    public static Vocabulary Load(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return TryCreate([.. lines], out var vocabulary, out var index, out var problem)
            ? vocabulary
            : throw new InvalidDataException($"Line {index + 1} of the vocabulary {problem}.");
    }

    internal static bool TryCreate(string[] lines, out Vocabulary vocabulary, out int index, out string problem)
    {
        vocabulary = null!;
        var seen = new HashSet<string>(lines.Length, StringComparer.Ordinal);
        for (index = 0; index < Math.Max(2, lines.Length); index++)
        {
            problem = index >= lines.Length ? "is missing" : WordText.Problem(lines[index]) ?? "";
            if (problem.Length == 0 && index < 2 && lines[index] != (index == 0 ? PadToken : UnknownToken))
                problem = $"must be {(index == 0 ? PadToken : UnknownToken)}";
            else if (problem.Length == 0 && lines[index].Length > MaximumWordLength) problem = $"has {lines[index].Length} characters, more than {MaximumWordLength}";
            else if (problem.Length == 0 && !seen.Add(lines[index])) problem = $"repeats \"{lines[index]}\"";
            if (problem.Length > 0) return false;
        }

        problem = "";
        vocabulary = new Vocabulary(lines);
        return true;
    }
}
