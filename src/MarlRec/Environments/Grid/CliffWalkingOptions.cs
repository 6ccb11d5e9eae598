namespace MarlRec.Environments.Grid;

/// <summary>How <see cref="CliffWalking"/> goes. The defaults are Gymnasium's <c>CliffWalking-v1</c>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed record CliffWalkingOptions
{
    /// <summary>Whether a move goes sideways, to either side, as likely as where it should (Gymnasium's <c>CliffWalkingSlippery-v1</c>).</summary>
    public bool Slippery { get; init; }

    /// <summary>After how many steps the episode is truncated: 1 or more, or null, the default, for never.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of range; the message names it, its value and what was expected.</exception>
    public void Validate()
    {
        if (MaxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(MaxSteps));
    }
}
