namespace MarlRec.Environments.Slates;

/// <summary>What <see cref="LongTermSatisfaction"/> offers.</summary>
public enum ClickbaitLevels
{
    /// <summary>New documents in each round, each level uniform in [0, 1]. So does RecSim.</summary>
    Drawn,

    /// <summary>The same in each round, in equal steps from 0, kale, for the first candidate to 1, chocolate, for the last; a single candidate has ½.</summary>
    Spaced,
}
