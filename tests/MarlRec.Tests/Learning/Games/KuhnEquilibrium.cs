using MarlRec.Environments.Extensive;

namespace MarlRec.Learning.Games;

/// <summary>The equilibria of Kuhn poker: one for each α in [0, 1/3], how often player 0 bets on a jack (Kuhn, 1950).</summary>
internal static class KuhnEquilibrium
{
    internal static TabularGamePolicy Of(GameTree tree, double alpha) => TabularGamePolicy.Create(tree, (set, probabilities) =>
    {
        var bet = set.InformationState switch
        {
            "0" => alpha,
            "2" => 3 * alpha,
            "1pb" => alpha + 1.0 / 3,
            "0p" or "1b" => 1.0 / 3,
            "2pb" or "2p" or "2b" => 1,
            _ => 0.0,
        };
        (probabilities[KuhnPoker.Pass], probabilities[KuhnPoker.Bet]) = (1 - bet, bet);
    });
}
