using MarlRec.Text.Words;
using Microsoft.ML.Tokenizers;

namespace MarlRec.Text;

/// <summary>What stands behind the names of word splitters, in options and in files: closed switches, so that a file chooses among what is known and names nothing else.</summary>
internal static class WordSplitting
{
    internal static PreTokenizer Create(TextPipelineOptions options) => options.Splitter switch
    {
        WordSplitter.Treebank => options.LowerCase ? TreebankSentences.WithoutCase : TreebankSentences.WithCase,
        WordSplitter.Unicode => new UnicodeWordPreTokenizer(options.Unspaced),
        _ => WordPreTokenizer.Instance,
    };

    internal static string NameOf(WordSplitter splitter) => splitter switch
    {
        WordSplitter.Treebank => "treebank",
        WordSplitter.Unicode => "unicode",
        _ => "words",
    };

    internal static string NameOf(UnspacedWords unspaced) => unspaced == UnspacedWords.Bigram ? "bigram" : "character";

    internal static WordSplitter Splitter(string name) => name switch
    {
        "words" => WordSplitter.Words,
        "treebank" => WordSplitter.Treebank,
        "unicode" => WordSplitter.Unicode,
        _ => throw new InvalidDataException("\"splitter\" must be \"words\", \"treebank\" or \"unicode\"."),
    };

    internal static UnspacedWords Unspaced(string name) => name switch
    {
        "character" => UnspacedWords.Character,
        "bigram" => UnspacedWords.Bigram,
        _ => throw new InvalidDataException("\"unspaced\" must be \"character\" or \"bigram\"."),
    };
}
