namespace MarlRec.Learning.Games;

/// <summary>Says how a player plays at one information set.</summary>
/// <param name="set">The information set.</param>
/// <param name="probabilities">Receives the probability of each action [K], zeros at first: those of legal actions are 0 or more and sum to 1, the others stay 0.</param>
public delegate void GamePolicyRule(InformationSet set, Span<double> probabilities);
