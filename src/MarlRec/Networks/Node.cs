using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>One recorded operation: its result, its inputs and what its backward twin needs. Memory belongs to the tape's workspace.</summary>
internal unsafe struct Node
{
    /// <summary>No input in this place.</summary>
    internal const int None = -1;

    internal float* Value;
    internal float* Gradient; // null until a gradient arrives
    internal delegate*<Tape, ref Node, void> Backward; // null: a constant or a parameter
    internal void* Saved0;
    internal void* Saved1;
    internal object? Owner; // keeps a parameter's memory alive
    internal Shape Shape;
    internal int A, B, C, D; // inputs
    internal int GradientBlock; // of the tape's gradient memory; 0 for a parameter's own
    internal int Integer;
    internal float Number;
    internal bool NeedsGradient;
    internal bool RetainsGradient;

    /// <summary>The result.</summary>
    internal readonly Span<float> Values => new(Value, Shape.Length);

    /// <summary>The gradient of the result. Only inside a backward twin, where it exists.</summary>
    internal readonly Span<float> Gradients => new(Gradient, Shape.Length);
}
