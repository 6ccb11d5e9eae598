using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

/// <summary>One weight, and losses that a script says; trained by SGD of rate 1 the weight counts the updates.</summary>
/// <param name="count">How many examples.</param>
/// <param name="losses">The loss of the n-th call, from 0.</param>
internal sealed class ScriptedObjective(int count, Func<int, float> losses) : IPretrainingObjective
{
    private int _calls;

    internal Parameter Weight { get; init; } = new(new FloatTensor(1));

    public int ExampleCount => count;

    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters => [("weight", Weight)];

    /// <summary>What was asked for, batch by batch.</summary>
    internal List<int[]> Asked { get; } = [];

    public ObjectiveResult Record(Tape tape, ReadOnlySpan<int> examples, RandomStream? random)
    {
        Asked.Add(examples.ToArray());
        // loss − w + w₀: the gradient is −1, the value what the script says.
        var weight = tape.Reshape(tape.Parameter(Weight));
        var value = losses(_calls++) + Weight.Value.Span[0];
        return new ObjectiveResult(tape.Subtract(tape.Constant([value]), weight), examples.Length, 1);
    }
}
