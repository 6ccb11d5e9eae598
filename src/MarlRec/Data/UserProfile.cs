using System.Collections.ObjectModel;

namespace MarlRec.Data;

/// <summary>What is known about a user before they do anything.</summary>
/// <remarks>Thread safety: <em>immutable</em>, given that the caller leaves the dictionary alone.</remarks>
public sealed record UserProfile
{
    /// <summary>The user's id, not empty; compared ordinally.</summary>
    public required string Id { get; init; }

    /// <summary>Attribute name → values, such as <c>occupation → [librarian]</c>; empty by default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;
}
