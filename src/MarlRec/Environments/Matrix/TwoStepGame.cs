using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Matrix;

/// <summary>
/// The two-step game of a team of two, which a sum of the agents' values cannot represent and a monotonic mixing can.
/// Rashid et al., "QMIX: Monotonic Value Function Factorisation for Deep Multi-Agent Reinforcement Learning", 2018.
/// </summary>
/// <remarks>
/// <para>In the first step nothing is paid, and agent 0 alone decides what is played in the second: with action 0 game 2A, where every joint action pays 7; with
/// action 1 game 2B, [[0, 1], [1, 8]]. The best return is 8; who plays safe gets 7.</para>
/// <para>Observation, and global state: which of the three states it is, one-hot: 0 first step, 1 game 2A, 2 game 2B.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class TwoStepGame : EnvironmentBase, ITextRenderable
{
    private const int FirstStep = 0, Nothing = -1;
    private static readonly string[] StateNames = ["first step: agent 0 chooses 2A (0) or 2B (1)", "game 2A", "game 2B"];
    private static readonly DiscreteSpace States = new(3);
    private static readonly DiscreteSpace Actions = new(2);

    // [state]
    private static readonly PayoffTable[] Payoffs =
        [PayoffTable.Common([2, 2], [0, 0, 0, 0]), PayoffTable.Common([2, 2], [7, 7, 7, 7]), PayoffTable.Common([2, 2], [0, 1, 1, 8])];

    private int _state = Nothing;
    private int _last = Nothing;

    /// <summary>Builds the game.</summary>
    public TwoStepGame()
        : base(new EnvironmentSpec
        {
            Name = "Two-step",
            AgentCount = 2,
            ObservationSpaces = [States, States],
            ActionSpaces = [Actions, Actions],
            StateSize = States.FlatSize,
        })
    {
    }

    /// <inheritdoc/>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_state == Nothing) throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before Render.");
        text.Append("Two-step, ").Append(StateNames[_state]).Append('\n');
        Payoffs[_state].AppendTo(text, _last);
    }

    /// <inheritdoc/>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _state = FirstStep;
        _last = Nothing;
        Observe(buffers);
    }

    /// <inheritdoc/>
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var table = Payoffs[_state];
        var joint = table.IndexOf(actions);
        table[joint].CopyTo(buffers.Rewards);
        if (_state == FirstStep)
        {
            _state = 1 + actions[0];
        }
        else
        {
            _last = joint;
            buffers.Terminated.Fill(true);
        }

        Observe(buffers);
    }

    private void Observe(StepBuffers buffers)
    {
        States.Encode(_state, buffers.State);
        for (var agent = 0; agent < Spec.AgentCount; agent++) States.Encode(_state, buffers.Observation(agent));
    }
}
