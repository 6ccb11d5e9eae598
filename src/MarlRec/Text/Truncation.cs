namespace MarlRec.Text;

/// <summary>Which words of a text that is too long are kept.</summary>
public enum Truncation
{
    /// <summary>The first words, as suits titles and descriptions.</summary>
    KeepStart,

    /// <summary>The last words, as suits a growing text of which the newest part counts.</summary>
    KeepEnd,
}
