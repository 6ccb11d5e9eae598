using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>What a <see cref="Pretrainer"/> makes smaller: a loss over numbered examples, and the parameters that it depends on.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public interface IPretrainingObjective
{
    /// <summary>How many examples there are; they are numbered from 0.</summary>
    int ExampleCount { get; }

    /// <summary>Everything that is trained, in a fixed order and with unique names: what an optimiser takes on and a saved state holds.</summary>
    IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>Records the mean loss of some examples.</summary>
    /// <param name="tape">The tape: empty, and recording when training.</param>
    /// <param name="examples">At least one number in [0, <see cref="ExampleCount"/>). Only read, and not kept.</param>
    /// <param name="random">Draws dropout, masks and samples. Null to evaluate: without dropout, and the same at every call.</param>
    /// <returns>The loss and what it is a mean of.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An example is out of range.</exception>
    ObjectiveResult Record(Tape tape, ReadOnlySpan<int> examples, RandomStream? random);
}
