namespace MarlRec.Scoreboard;

/// <summary>A child process failed; the message says how it ended and what it wrote to its standard error.</summary>
public sealed class ChildFailedException(string message) : Exception(message);
