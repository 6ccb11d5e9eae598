namespace MarlRec.Tensors;

/// <summary>Where a tensor stands in a file. Thread safety: <em>immutable</em>.</summary>
/// <param name="Type">Its element type.</param>
/// <param name="Dimensions">Its sizes.</param>
/// <param name="Start">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind its last one.</param>
public sealed record SafeTensorInfo(SafeTensorType Type, IReadOnlyList<long> Dimensions, long Start, long End);
