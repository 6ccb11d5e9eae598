namespace MarlRec.Tensors;

/// <summary>A safetensors file was rejected.</summary>
public sealed class SafeTensorsException : FormatException
{
    /// <summary>A rejection.</summary>
    /// <param name="error">Why.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="innerException">What led to it, if anything.</param>
    public SafeTensorsException(SafeTensorsError error, string message, Exception? innerException = null)
        : base($"{error}: {message}", innerException) => Error = error;

    /// <summary>Why.</summary>
    public SafeTensorsError Error { get; }
}
