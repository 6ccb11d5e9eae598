using MarlRec.Text.Words;

namespace MarlRec.Text;

/// <summary>How a <see cref="TextPipeline"/> finds the words of a cleaned text.</summary>
public enum WordSplitter
{
    /// <summary>Words without punctuation, as <see cref="WordPreTokenizer"/> finds them.</summary>
    Words,

    /// <summary>Words and punctuation, as <see cref="TreebankPreTokenizer"/> finds them in each sentence. Sentences end where <see cref="SentenceSplitter.English"/> ends them; in lower case, where it would without knowing capitals.</summary>
    Treebank,

    /// <summary>Words of any script, as <see cref="UnicodeWordPreTokenizer"/> finds them; <see cref="TextPipelineOptions.Unspaced"/> says what a word is without spaces.</summary>
    Unicode,
}
