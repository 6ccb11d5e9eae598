using System.Globalization;
using System.Runtime.CompilerServices;

namespace MarlRec.Environments;

/// <summary>What an environment is: its agents, their spaces, and how an episode goes.</summary>
/// <remarks>
/// <para>Agents are numbered densely from 0. Buffers are sized by the largest agent: <see cref="ObservationSize"/> and <see cref="ActionCount"/>.</para>
/// <para>Thread safety: <em>immutable</em> once initialised; the lists of spaces are copied.</para>
/// </remarks>
public sealed record EnvironmentSpec
{
    private readonly Space[] _observationSpaces = [];
    private readonly DiscreteSpace[] _actionSpaces = [];

    /// <summary>The environment's name, such as <c>CartPole-v1</c>; not empty.</summary>
    public required string Name { get; init; }

    /// <summary>How many agents, A: 1 or more. A single-agent environment is the case A = 1.</summary>
    public required int AgentCount { get; init; }

    /// <summary>What each agent sees, [A].</summary>
    /// <exception cref="ArgumentNullException">The list or a space is null.</exception>
    public required IReadOnlyList<Space> ObservationSpaces
    {
        get => _observationSpaces;
        init
        {
            _observationSpaces = Copy(value);
            ObservationSize = Largest(_observationSpaces);
        }
    }

    /// <summary>What each agent may do, [A].</summary>
    /// <exception cref="ArgumentNullException">The list or a space is null.</exception>
    public required IReadOnlyList<DiscreteSpace> ActionSpaces
    {
        get => _actionSpaces;
        init
        {
            _actionSpaces = Copy(value);
            ActionCount = Largest(_actionSpaces);
        }
    }

    /// <summary>The length of an observation row, D: the largest flat size of an observation space.</summary>
    public int ObservationSize { get; private init; }

    /// <summary>The length of a mask row, K: the largest number of actions of an agent.</summary>
    public int ActionCount { get; private init; }

    /// <summary>The length of the global state, which learners may see in training and agents do not: 0 (the default, none) or more.</summary>
    public int StateSize { get; init; }

    /// <summary>How many candidates a step may offer at most, C, for agents that choose among vectors: 0 (the default, none) or more.</summary>
    public int CandidateCount { get; init; }

    /// <summary>The length of a candidate's vector: 1 or more where there are candidates, else 0.</summary>
    public int CandidateSize { get; init; }

    /// <summary>After how many steps the episode is truncated: 1 or more, or null (the default) for never.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>The mean return from which the environment counts as solved, or null (the default) where nobody has set one.</summary>
    public double? RewardThreshold { get; init; }

    /// <summary>Whether agents act in turns, so that fewer than all may act in a step; else (the default) every live agent acts in every step.</summary>
    public bool TurnBased { get; init; }

    /// <summary>Checks that the properties are in range and agree.</summary>
    /// <exception cref="ArgumentException">A property is out of range or contradicts another; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Name)) throw new ArgumentException("Name is empty, but a name was expected.", nameof(Name));
        Require(AgentCount >= 1, AgentCount, "1 or more", nameof(AgentCount));
        Require(_observationSpaces.Length == AgentCount, _observationSpaces.Length, $"AgentCount, {AgentCount}, spaces", nameof(ObservationSpaces));
        Require(_actionSpaces.Length == AgentCount, _actionSpaces.Length, $"AgentCount, {AgentCount}, spaces", nameof(ActionSpaces));
        Require(StateSize >= 0, StateSize, "0 or more", nameof(StateSize));
        Require(CandidateCount >= 0, CandidateCount, "0 or more", nameof(CandidateCount));
        Require(CandidateCount > 0 ? CandidateSize >= 1 : CandidateSize == 0, CandidateSize, "1 or more with candidates and 0 without", nameof(CandidateSize));
        if (MaxSteps is { } steps) Require(steps >= 1, steps, "null or 1 or more", nameof(MaxSteps));
        if (RewardThreshold is { } threshold && !double.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(RewardThreshold), threshold, "RewardThreshold must be null or finite.");
    }

    /// <summary>Whether buffers made for <paramref name="other"/> have the lengths that this environment needs.</summary>
    internal bool HasShapeOf(EnvironmentSpec other) =>
        AgentCount == other.AgentCount && ObservationSize == other.ObservationSize && ActionCount == other.ActionCount
        && StateSize == other.StateSize && CandidateCount == other.CandidateCount && CandidateSize == other.CandidateSize;

    /// <summary>The shape in words, for messages.</summary>
    internal string DescribeShape() => string.Create(
        CultureInfo.InvariantCulture,
        $"agents {AgentCount}, observation {ObservationSize}, actions {ActionCount}, state {StateSize}, candidates {CandidateCount} x {CandidateSize}");

    private static T[] Copy<T>(IReadOnlyList<T> spaces, [CallerArgumentExpression(nameof(spaces))] string? name = null)
        where T : Space
    {
        ArgumentNullException.ThrowIfNull(spaces, name);
        var copy = new T[spaces.Count];
        for (var i = 0; i < copy.Length; i++) copy[i] = spaces[i] ?? throw new ArgumentNullException(name, $"The space of agent {i} is null.");
        return copy;
    }

    private static int Largest(Space[] spaces)
    {
        var largest = 0;
        foreach (var space in spaces) largest = Math.Max(largest, space.FlatSize);
        return largest;
    }

    private static void Require(bool condition, int value, string expected, string name)
    {
        if (!condition) throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
    }
}
