namespace MarlRec.Environments.Bandits;

/// <summary>How the arms of a <see cref="SwitchingBandit"/> pay from some pull on. Thread safety: <em>immutable</em>, if the list is.</summary>
/// <param name="FirstPull">The pull from which on they do, counted from 0.</param>
/// <param name="Probabilities">How likely each arm pays 1, [K], each 0 to 1.</param>
public sealed record SwitchingPhase(int FirstPull, IReadOnlyList<double> Probabilities);
