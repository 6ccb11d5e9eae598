namespace MarlRec.Text.Words;

/// <summary>What counts as a word where a script puts no spaces between words (Han, Hiragana, Thai, Lao, Khmer, Burmese and their kin). Nothing here looks words up.</summary>
public enum UnspacedWords
{
    /// <summary>Each character with its marks.</summary>
    Character,

    /// <summary>Each pair of neighbours; pairs overlap: four characters give three pairs. A character without a neighbour is a word by itself.</summary>
    Bigram,
}
