namespace MarlRec.Text.Vocabularies;

/// <summary>A token that is found in the raw text before anything else is done to it.</summary>
/// <param name="Content">What to find.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSpecial">Whether decoding leaves it out.</param>
/// <param name="TakesSpaceBefore">Whether white space before it belongs to it.</param>
/// <param name="TakesSpaceAfter">Whether white space after it belongs to it.</param>
internal sealed record AddedToken(string Content, int Id, bool IsSpecial, bool TakesSpaceBefore, bool TakesSpaceAfter);
