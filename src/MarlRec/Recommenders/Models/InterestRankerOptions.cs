using MarlRec.Execution;

namespace MarlRec.Recommenders.Models;

/// <summary>Options of the first ranker, <see cref="InterestRanker"/>, and of its training. Thread safety: <em>immutable</em>.</summary>
public sealed record InterestRankerOptions
{
    /// <summary>D: numbers in an interest vector and in an item vector, 1 to 4,096. Default 64.</summary>
    public int Size { get; init; } = 64;

    /// <summary>How many events of a history are read at once, at least 2. Default 50.</summary>
    public int SequenceLength { get; init; } = 50;

    /// <summary>Passes over the histories, at least 1. Default 15.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>B: histories in a minibatch, at least 1. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>S: how many items a target is told apart from at each step, at least 1; all of them when there are at most twice as many. Default 512.</summary>
    public int Negatives { get; init; } = 512;

    /// <summary>Adam's learning rate, above 0. Default 0.003.</summary>
    public double LearningRate { get; init; } = 0.003;

    /// <summary>The share of an input event's numbers that is dropped in training, in [0, 1). Default 0.2.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>How many words of a text are read, 1 to 100,000. Default 24.</summary>
    public int TextLength { get; init; } = 24;

    /// <summary>How many different words are known at most, at least 3. Default 20,000.</summary>
    public int MaxWords { get; init; } = 20_000;

    /// <summary>How far feedback may push a single user's scores at once, in standard deviations of the catalogue's scores, 0 to 1,000,000. Default 1.</summary>
    public double ResidualBound { get; init; } = 1;

    /// <summary>How much of that one event may use, in (0, 1]. Default 0.5.</summary>
    public double ResidualRate { get; init; } = 0.5;

    /// <summary>
    /// Count models to choose from, at least one; the one that blends best with the encoder is kept. Default: one where the newest events speak loudest, and one where
    /// all events of a history speak alike.
    /// </summary>
    public IReadOnlyList<TransitionCountsOptions> Transitions { get; init; } = [TransitionCountsOptions.NewestFirst, TransitionCountsOptions.AllAlike];

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentNullException"><see cref="Transitions"/> is null.</exception>
    /// <exception cref="ArgumentException"><see cref="Transitions"/> is empty or holds a null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of its range.</exception>
    public void Validate()
    {
        Throw.IfOutside(Size, 1, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(SequenceLength, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Negatives, 1);
        Throw.IfNotPositive(LearningRate);
        Throw.IfOutside(Dropout, 0, 0.99);
        Throw.IfOutside(TextLength, 1, 100_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWords, 3);
        Throw.IfOutside(ResidualBound, 0, 1e6);
        Throw.IfOutside(ResidualRate, 1e-6, 1);
        ArgumentNullException.ThrowIfNull(Transitions);
        if (Transitions.Count == 0) throw new ArgumentException("At least one count model is needed.", nameof(Transitions));
        foreach (var transitions in Transitions) (transitions ?? throw new ArgumentException("A count model is null.", nameof(Transitions))).Validate();
    }
}
