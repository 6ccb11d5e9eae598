using MarlRec.Execution;

namespace MarlRec.Learning.Returns;

/// <summary>Checks shared by the return functions, so that each message names its argument and both lengths.</summary>
internal static class Segment
{
    internal static void CheckDiscount(double discount) => Throw.IfOutside(discount, 0, 1);

    internal static void CheckLambda(double lambda) => Throw.IfOutside(lambda, 0, 1);

    internal static void CheckLengths(
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> nextValues,
        ReadOnlySpan<bool> terminated,
        ReadOnlySpan<bool> truncated,
        Span<float> destination)
    {
        Throw.IfLengthDiffers(nextValues.Length, rewards.Length, nameof(nextValues));
        Throw.IfLengthDiffers(terminated.Length, rewards.Length, nameof(terminated));
        Throw.IfLengthDiffers(truncated.Length, rewards.Length, nameof(truncated));
        Throw.IfLengthDiffers(destination.Length, rewards.Length, nameof(destination));
        CheckApart(rewards, destination, nameof(rewards));
        CheckApart(nextValues, destination, nameof(nextValues));
    }

    internal static void CheckValues(ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, Span<float> destination)
    {
        Throw.IfLengthDiffers(values.Length, rewards.Length, nameof(values));
        CheckApart(values, destination, nameof(values));
    }

    private static void CheckApart(ReadOnlySpan<float> input, Span<float> destination, string name)
    {
        if (input.Overlaps(destination)) throw new ArgumentException($"{nameof(destination)} must not share memory with {name}.", nameof(destination));
    }
}
