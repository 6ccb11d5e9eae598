namespace MarlRec.Text.Words;

/// <summary>The Word_Break property of Unicode Standard Annex 29. <see cref="Unspaced"/> is ours: to the annex it is Other.</summary>
internal enum WordBreakClass : byte
{
    Other,
    CarriageReturn,
    LineFeed,
    Newline,
    Extend,
    ZeroWidthJoiner,
    Format,
    RegionalIndicator,
    Katakana,
    HebrewLetter,
    Letter,
    SingleQuote,
    DoubleQuote,
    MidNumLet,
    MidLetter,
    MidNum,
    Numeric,
    ExtendNumLet,
    Space,

    /// <summary>A letter of a script that is written without spaces, in which the annex finds no words: Han, Hiragana, Thai, Lao, Khmer, Burmese and their kin.</summary>
    Unspaced,
}
