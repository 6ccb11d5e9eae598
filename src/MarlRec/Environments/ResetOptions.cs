namespace MarlRec.Environments;

/// <summary>What a caller may ask of the start of an episode. Each world that takes options has a sealed record of its own.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public abstract record ResetOptions
{
    /// <summary>Checks all properties.</summary>
    /// <exception cref="ArgumentException">A property is out of range; the message names it, its value and what was expected.</exception>
    public abstract void Validate();
}
