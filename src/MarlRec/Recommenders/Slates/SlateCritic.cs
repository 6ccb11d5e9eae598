using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Recommenders.Slates;

/// <summary>V(context): the discounted reward that the rest of a session is expected to earn.</summary>
internal sealed class SlateCritic : Module
{
    private readonly Linear _hidden;
    private readonly Linear _output;
    private readonly int _contextSize;

    internal SlateCritic(int contextSize, int hiddenSize, RandomStream random)
    {
        _contextSize = contextSize;
        _hidden = Register("hidden", new Linear(contextSize, hiddenSize, random.Fork("hidden")));
        _output = Register("output", new Linear(hiddenSize, 1, random.Fork("output")));
    }

    /// <summary>Values [N].</summary>
    internal Variable Forward(Tape tape, float[][] contexts)
    {
        var rows = new float[contexts.Length * _contextSize];
        for (var i = 0; i < contexts.Length; i++) contexts[i].CopyTo(rows, i * _contextSize);
        var hidden = tape.Tanh(_hidden.Forward(tape, tape.Constant(rows, contexts.Length, _contextSize)));
        return tape.Reshape(_output.Forward(tape, hidden), contexts.Length);
    }

    internal float[] Values(Tape tape, float[][] contexts)
    {
        tape.Reset();
        return Forward(tape, contexts).Value.ToArray();
    }
}
