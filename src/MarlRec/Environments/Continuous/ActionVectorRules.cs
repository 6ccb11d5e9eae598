using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments.Continuous;

/// <summary>Remembers who acts and refuses action vectors that leave their spaces, before anything has changed.</summary>
internal sealed class ActionVectorRules
{
    private readonly BoxSpace[] _spaces;
    private readonly bool[] _acting;

    internal ActionVectorRules(IReadOnlyList<BoxSpace> spaces)
    {
        _spaces = [.. spaces];
        _acting = new bool[_spaces.Length];
        ActionSize = _spaces.Max(space => space.FlatSize);
    }

    /// <summary>The length of an action row, E.</summary>
    internal int ActionSize { get; }

    internal bool IsActing(int agent) => _acting[agent];

    /// <summary>Keeps what a reset or step has delivered.</summary>
    internal void Remember(StepBuffers buffers) => buffers.Acting.CopyTo(_acting);

    /// <summary>Throws unless there is a row for each agent and those of acting agents are in their spaces.</summary>
    /// <param name="actions">The actions, [A, E].</param>
    internal void Check(ReadOnlySpan<float> actions)
    {
        Throw.IfLengthDiffers(actions.Length, _spaces.Length * ActionSize, nameof(actions));
        for (var agent = 0; agent < _spaces.Length; agent++)
        {
            if (!_acting[agent]) continue;
            var space = _spaces[agent];
            for (var i = 0; i < space.FlatSize; i++)
            {
                var value = actions[agent * ActionSize + i];
                if (!float.IsFinite(value) || value < space.Low[i] || value > space.High[i]) Refuse(actions, agent, i);
            }
        }
    }

    private void Refuse(ReadOnlySpan<float> actions, int agent, int i)
    {
        var space = _spaces[agent];
        var message = string.Create(CultureInfo.InvariantCulture, $"Number {i} of the action of agent {agent} must be finite and in [{space.Low[i]}, {space.High[i]}].");
        throw new ArgumentOutOfRangeException(nameof(actions), actions[agent * ActionSize + i], message);
    }
}
