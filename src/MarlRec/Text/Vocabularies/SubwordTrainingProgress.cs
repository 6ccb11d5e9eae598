namespace MarlRec.Text.Vocabularies;

/// <summary>Where the training of a vocabulary stands.</summary>
/// <param name="Tokens">Tokens so far.</param>
/// <param name="Size">Tokens wanted; training may end before.</param>
/// <param name="PairCount">How often the pair just merged was seen; falls as training goes on, and is 0 in the last report.</param>
public readonly record struct SubwordTrainingProgress(int Tokens, int Size, long PairCount);
