namespace MarlRec.Data.Readers;

/// <summary>A data file is not what its format says: names the file, the line, what is wrong and what was expected.</summary>
public sealed class DataFormatException : FormatException
{
    /// <summary>An exception without a place.</summary>
    public DataFormatException()
        : this("The data is malformed.")
    {
    }

    /// <summary>An exception without a place.</summary>
    /// <param name="message">What is wrong.</param>
    public DataFormatException(string message)
        : base(message) => (SourceName, Problem) = ("", message);

    /// <summary>An exception without a place.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public DataFormatException(string message, Exception? innerException)
        : base(message, innerException) => (SourceName, Problem) = ("", message);

    /// <summary>An exception at a place.</summary>
    /// <param name="source">The path, or the name that the caller gave the text.</param>
    /// <param name="lineNumber">The physical line, from 1.</param>
    /// <param name="problem">What is wrong and what was expected.</param>
    public DataFormatException(string source, long lineNumber, string problem)
        : base($"{source}, line {lineNumber}: {problem}.") => (SourceName, LineNumber, Problem) = (source, lineNumber, problem);

    /// <summary>The path, or the name that the caller gave the text; empty when unknown.</summary>
    public string SourceName { get; }

    /// <summary>The physical line, from 1; 0 when unknown.</summary>
    public long LineNumber { get; }

    /// <summary>What is wrong and what was expected.</summary>
    public string Problem { get; }
}
