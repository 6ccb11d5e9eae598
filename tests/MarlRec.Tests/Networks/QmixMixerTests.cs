using MarlRec.Execution;
using static MarlRec.Networks.GradientCheck;

namespace MarlRec.Networks;

/// <summary>
/// The mixing network of QMIX (Rashid et al., "QMIX: Monotonic Value Function Factorisation for Deep Multi-Agent Reinforcement Learning", ICML 2018), built
/// from public operations: a network of the state gives the weights of another, which adds the agents' values up.
/// </summary>
public class QmixMixerTests
{
    private const int Agents = 3, States = 5, Mixed = 8;

    private sealed class Mixer : Module
    {
        private readonly Linear _w1, _b1, _w2, _v1, _v2;

        internal Mixer(RandomStream random)
        {
            _w1 = Register("w1", new Linear(States, Agents * Mixed, random));
            _b1 = Register("b1", new Linear(States, Mixed, random));
            _w2 = Register("w2", new Linear(States, Mixed, random));
            _v1 = Register("v1", new Linear(States, Mixed, random));
            _v2 = Register("v2", new Linear(Mixed, 1, random));
        }

        // Values [N, A] and states [N, S] to Q_tot [N].
        internal Variable Mix(Tape tape, Variable values, Variable states)
        {
            var n = states.Shape[0];
            var weights = tape.Reshape(tape.Abs(_w1.Forward(tape, states)), n, Agents, Mixed);
            var mixed = tape.BatchedMatMul(tape.Reshape(values, n, 1, Agents), weights);
            var hidden = tape.Elu(tape.Add(mixed, tape.Reshape(_b1.Forward(tape, states), n, 1, Mixed)));
            var sum = tape.BatchedMatMul(hidden, tape.Reshape(tape.Abs(_w2.Forward(tape, states)), n, Mixed, 1));
            var offset = _v2.Forward(tape, tape.Relu(_v1.Forward(tape, states)));
            return tape.Add(tape.Reshape(sum, n), tape.Reshape(offset, n));
        }
    }

    [Fact]
    public void TheTeamsValueNeverFallsWhenAnAgentsRises()
    {
        const int n = 200;
        var random = new RandomStream(31);
        var mixer = new Mixer(random);
        var values = new Parameter(Normal(random, n, Agents));
        var tape = new Tape(ComputeContext.Serial);
        tape.Backward(tape.Sum(mixer.Mix(tape, tape.Parameter(values), tape.Constant(Normal(random, n, States).Span, n, States))));
        Assert.All(values.Gradient.Span.ToArray(), slope => Assert.True(slope >= 0, $"∂Q_tot/∂Q_a is {slope}"));
        Assert.Contains(values.Gradient.Span.ToArray(), slope => slope > 0.1f);
    }

    [Fact]
    public void GradientsAgreeWithCentralDifferences()
    {
        var random = new RandomStream(32);
        var mixer = new Mixer(random);
        var states = Normal(random, 4, States);
        Run((tape, x) => mixer.Mix(tape, x[0], tape.Constant(states.Span, 4, States)), Normal(random, 4, Agents));
    }

    [Fact]
    public void TheBestJointActionIsEachAgentsOwn()
    {
        const int actions = 4;
        var random = new RandomStream(33);
        var mixer = new Mixer(random);
        var tape = new Tape(ComputeContext.Serial, recording: false);
        var q = Normal(random, Agents, actions);
        var state = Normal(random, 1, States);
        float Total(ReadOnlySpan<int> joint) =>
            mixer.Mix(tape, tape.Reshape(tape.GatherColumns(tape.Constant(q.Span, Agents, actions), joint), 1, Agents), tape.Constant(state.Span, 1, States)).Value[0];

        var greedy = new int[Agents];
        tape.MaximumColumns(tape.Constant(q.Span, Agents, actions), columns: greedy);
        var best = Total(greedy);
        for (var joint = 0; joint < actions * actions * actions; joint++)
            Assert.True(Total([joint % actions, joint / actions % actions, joint / actions / actions]) <= best);
    }
}
