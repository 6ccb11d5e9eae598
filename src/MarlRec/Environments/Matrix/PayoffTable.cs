using System.Globalization;
using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Matrix;

/// <summary>A game in normal form: what each agent is paid for each joint action.</summary>
/// <remarks>
/// <para>Joint actions are numbered like the elements of a row-major tensor [K₀, K₁, …]: the last agent's action runs fastest. With two agents the first one
/// chooses the row, the second one the column.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class PayoffTable
{
    private readonly int[] _actionCounts;

    // [joint, A], so that a step copies one row.
    private readonly float[] _payoffs;

    /// <summary>Creates a table from one payoff tensor for each agent.</summary>
    /// <param name="actionCounts">How many actions each agent has, [A]: 1 or more each.</param>
    /// <param name="payoffs">The payoffs [A, K₀, K₁, …], row-major: first all of agent 0, then all of agent 1. Finite.</param>
    /// <exception cref="ArgumentException">There is no agent, a count is below 1, a payoff is not finite, or <paramref name="payoffs"/> has another length than A times the number of joint actions.</exception>
    public PayoffTable(ReadOnlySpan<int> actionCounts, ReadOnlySpan<float> payoffs)
    {
        var joint = CountJoint(actionCounts, payoffs.Length);
        if (payoffs.Length != (long)joint * actionCounts.Length)
            throw new ArgumentException($"payoffs has length {payoffs.Length}, but {(long)joint * actionCounts.Length} was expected: {joint} joint actions for each of {actionCounts.Length} agents.", nameof(payoffs));
        Throw.IfNotAllFinite(payoffs, nameof(payoffs));
        _actionCounts = actionCounts.ToArray();
        JointActionCount = joint;
        _payoffs = new float[payoffs.Length];
        for (var agent = 0; agent < AgentCount; agent++)
            for (var action = 0; action < joint; action++) _payoffs[action * AgentCount + agent] = payoffs[agent * joint + action];
        IsCommon = HaveCommonPayoffs();
    }

    /// <summary>How many agents play, A.</summary>
    public int AgentCount => _actionCounts.Length;

    /// <summary>How many actions each agent has, [A].</summary>
    public ReadOnlySpan<int> ActionCounts => _actionCounts;

    /// <summary>How many joint actions there are: the product of <see cref="ActionCounts"/>.</summary>
    public int JointActionCount { get; }

    /// <summary>Whether all agents are always paid the same: a game for a team.</summary>
    public bool IsCommon { get; }

    /// <summary>What each agent is paid for a joint action, [A].</summary>
    /// <param name="jointAction">The number of the joint action (see <see cref="IndexOf"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="jointAction"/> is not a joint action.</exception>
    public ReadOnlySpan<float> this[int jointAction]
    {
        get
        {
            if ((uint)jointAction >= (uint)JointActionCount) Throw.IfOutside(jointAction, 0, JointActionCount - 1);
            return _payoffs.AsSpan(jointAction * AgentCount, AgentCount);
        }
    }

    /// <summary>A game for a team: every agent is paid the same.</summary>
    /// <param name="actionCounts">How many actions each agent has, [A]: 1 or more each.</param>
    /// <param name="payoffs">The payoff of each joint action [K₀, K₁, …], row-major; finite.</param>
    /// <exception cref="ArgumentException">There is no agent, a count is below 1, a payoff is not finite, or <paramref name="payoffs"/> has another length than the number of joint actions.</exception>
    public static PayoffTable Common(ReadOnlySpan<int> actionCounts, ReadOnlySpan<float> payoffs)
    {
        Throw.IfLengthDiffers(payoffs.Length, CountJoint(actionCounts, payoffs.Length), nameof(payoffs));
        var all = new float[checked(actionCounts.Length * payoffs.Length)];
        for (var agent = 0; agent < actionCounts.Length; agent++) payoffs.CopyTo(all.AsSpan(agent * payoffs.Length));
        return new PayoffTable(actionCounts, all);
    }

    /// <summary>A game for two opponents: what the first one wins, the second one loses.</summary>
    /// <param name="rows">How many actions the first agent has, 1 or more.</param>
    /// <param name="columns">How many actions the second agent has, 1 or more.</param>
    /// <param name="payoffs">What the first agent is paid, [rows, columns], row-major; finite.</param>
    /// <exception cref="ArgumentException">A count is below 1, a payoff is not finite, or <paramref name="payoffs"/> has another length than rows · columns.</exception>
    public static PayoffTable ZeroSum(int rows, int columns, ReadOnlySpan<float> payoffs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Throw.IfLengthDiffers(payoffs.Length, CountJoint([rows, columns], payoffs.Length), nameof(payoffs));
        var all = new float[2 * payoffs.Length];
        payoffs.CopyTo(all);
        // 0 − x, not −x: no negative zeros.
        for (var i = 0; i < payoffs.Length; i++) all[payoffs.Length + i] = 0 - payoffs[i];
        return new PayoffTable([rows, columns], all);
    }

    /// <summary>The number of a joint action.</summary>
    /// <param name="actions">One action for each agent, [A].</param>
    /// <exception cref="ArgumentException"><paramref name="actions"/> has another length than A.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is outside its agent's range.</exception>
    public int IndexOf(ReadOnlySpan<int> actions)
    {
        Throw.IfLengthDiffers(actions.Length, AgentCount, nameof(actions));
        var index = 0;
        for (var agent = 0; agent < actions.Length; agent++)
        {
            var action = actions[agent];
            if ((uint)action >= (uint)_actionCounts[agent])
                throw new ArgumentOutOfRangeException(nameof(actions), action, $"The action of agent {agent} must be in [0, {_actionCounts[agent] - 1}].");
            index = index * _actionCounts[agent] + action;
        }

        return index;
    }

    /// <summary>The table as lines of text: rows are the last but one agent's actions, columns the last one's; with more agents, one such block for each joint action of the others.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text, marked: -1);
        return text.ToString();
    }

    /// <summary>Appends the table as <see cref="ToString"/> gives it, with a star at the joint action <paramref name="marked"/>, if that is one.</summary>
    internal void AppendTo(StringBuilder text, int marked)
    {
        var columns = _actionCounts[^1];
        var rows = AgentCount > 1 ? _actionCounts[^2] : 1;
        var cells = Enumerable.Range(0, JointActionCount).Select(joint => Cell(joint) + (joint == marked ? "*" : " ")).ToArray();
        var width = cells.Max(cell => cell.Length) + 1;
        for (var block = 0; block < JointActionCount; block += rows * columns)
        {
            if (AgentCount > 2) text.Append(CultureInfo.InvariantCulture, $"others play {Others(block / (rows * columns))}\n");
            AppendRow(text, "", width, Enumerable.Range(0, columns).Select(column => string.Create(CultureInfo.InvariantCulture, $"{column} ")));
            for (var row = 0; row < rows; row++)
                AppendRow(text, row.ToString(CultureInfo.InvariantCulture), width, cells.Skip(block + row * columns).Take(columns));
        }
    }

    private static void AppendRow(StringBuilder text, string label, int width, IEnumerable<string> cells) =>
        text.Append((label.PadLeft(4) + ' ' + string.Concat(cells.Select(cell => cell.PadLeft(width)))).TrimEnd()).Append('\n');

    private static int CountJoint(ReadOnlySpan<int> actionCounts, int payoffCount)
    {
        if (actionCounts.IsEmpty) throw new ArgumentException("actionCounts has length 0, but 1 or more was expected.", nameof(actionCounts));
        long joint = 1;
        foreach (var count in actionCounts)
        {
            if (count < 1) throw new ArgumentOutOfRangeException(nameof(actionCounts), count, "Each agent must have 1 action or more.");
            joint *= count;
            if (joint > Array.MaxLength) throw new ArgumentException($"actionCounts has {joint} joint actions or more, but there are {payoffCount} payoffs.", nameof(actionCounts));
        }

        return (int)joint;
    }

    private bool HaveCommonPayoffs()
    {
        for (var joint = 0; joint < JointActionCount; joint++)
            if (this[joint].ContainsAnyExcept(this[joint][0])) return false;
        return true;
    }

    private string Cell(int joint)
    {
        var payoffs = this[joint];
        if (IsCommon) return payoffs[0].ToString(CultureInfo.InvariantCulture);
        var cell = new StringBuilder();
        foreach (var payoff in payoffs) cell.Append(CultureInfo.InvariantCulture, $"{(cell.Length > 0 ? "," : "")}{payoff}");
        return cell.ToString();
    }

    private string Others(int index)
    {
        var actions = new int[AgentCount - 2];
        for (var agent = actions.Length - 1; agent >= 0; agent--) (index, actions[agent]) = Math.DivRem(index, _actionCounts[agent]);
        return string.Join(", ", actions);
    }
}
