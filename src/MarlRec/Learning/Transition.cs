namespace MarlRec.Learning;

/// <summary>One agent's step from a decision to the next one, or to the end of its episode.</summary>
/// <remarks>
/// <para>The reached observation is stored, never implied: at the end of an episode it is the final observation, not the first of the next episode.</para>
/// <para>Thread safety: <em>immutable</em>, but the memory belongs to whoever made it: a collector reuses it at its next collection.</para>
/// </remarks>
public readonly record struct Transition
{
    /// <summary>The agent, from 0.</summary>
    public int Agent { get; init; }

    /// <summary>The observation s[D] the action was chosen in.</summary>
    public required ReadOnlyMemory<float> Observation { get; init; }

    /// <summary>The action a taken.</summary>
    public required int Action { get; init; }

    /// <summary>The agent's reward, summed from this decision to its next.</summary>
    public required float Reward { get; init; }

    /// <summary>The observation s′[D] reached.</summary>
    public required ReadOnlyMemory<float> NextObservation { get; init; }

    /// <summary>Which actions are legal in s′[K]; empty when all are.</summary>
    public ReadOnlyMemory<bool> NextMask { get; init; }

    /// <summary>The action a′ that the behaviour policy takes in s′, or −1 where none is taken because the episode ended.</summary>
    public int NextAction { get; init; } = -1;

    /// <summary>True where the task itself ended: s′ has no value.</summary>
    public bool Terminated { get; init; }

    /// <summary>True where the episode was cut from outside: s′ still has a value.</summary>
    public bool Truncated { get; init; }

    /// <summary>A transition to be filled by an initialiser.</summary>
    public Transition()
    {
    }
}
