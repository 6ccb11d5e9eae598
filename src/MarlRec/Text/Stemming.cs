namespace MarlRec.Text;

/// <summary>Whether words that differ only in their endings become one.</summary>
public enum Stemming
{
    /// <summary>Words stay as they are.</summary>
    None = 0,

    /// <summary>English endings are removed: <see cref="EnglishStemmer"/>.</summary>
    English = 1,
}
