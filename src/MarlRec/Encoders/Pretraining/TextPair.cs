namespace MarlRec.Encoders.Pretraining;

/// <summary>Two texts that belong together, and what they are about. Thread safety: <em>immutable</em> while the memory behind it is.</summary>
/// <param name="Left">Token ids of one side; may be empty.</param>
/// <param name="Right">Token ids of the other side; may be empty.</param>
/// <param name="LeftKey">What the left side is about, such as an item.</param>
/// <param name="RightKey">What the right side is about; equal keys mean the same thing on both sides.</param>
public readonly record struct TextPair(ReadOnlyMemory<int> Left, ReadOnlyMemory<int> Right, int LeftKey, int RightKey);
