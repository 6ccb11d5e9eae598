namespace MarlRec.Data.Readers;

/// <summary>The users of a file and what was found while reading.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
/// <param name="Users">The users, in file order, with distinct ids.</param>
/// <param name="Report">What was found.</param>
public sealed record UserReadResult(IReadOnlyList<UserProfile> Users, ReadReport Report);
