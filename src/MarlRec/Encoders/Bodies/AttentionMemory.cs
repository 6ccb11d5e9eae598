using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>
/// Steps, keys and values of a sequence, to which steps are only ever appended. A place is written once, by who has claimed it, before any state says that it
/// is there; so states that have read parts of the same sequence share one memory, and their readers need no lock. Thread safety: <em>thread-safe</em>.
/// </summary>
internal sealed class AttentionMemory
{
    private const int SmallestCapacity = 16; // a panel: less takes as much

    private readonly TransformerEncoder _encoder;
    private readonly float[] _steps;
    private int _claimed;

    private AttentionMemory(TransformerEncoder encoder, int capacity, int claimed)
    {
        _encoder = encoder;
        _claimed = claimed;
        _steps = new float[checked(capacity * encoder.Options.Size)];
        Cache = encoder.CreateCache(1, capacity);
    }

    internal KeyValueCache Cache { get; }

    /// <summary>The first steps, [length, D].</summary>
    internal ReadOnlySpan<float> Steps(int length) => _steps.AsSpan(0, length * _encoder.Options.Size);

    /// <summary>Room for the first steps of a sequence that will have at most <paramref name="most"/>.</summary>
    internal static AttentionMemory For(TransformerEncoder encoder, int count, int most) => new(encoder, Capacity(count, most), count);

    /// <summary>
    /// Room for steps after the first <paramref name="length"/>: here, if there is some and nobody has gone on from there before, else in a copy of those that
    /// doubles the room, so that a step costs a constant number of copies in the mean.
    /// </summary>
    internal AttentionMemory Claim(int length, int count, int most)
    {
        if (length + count <= Cache.Capacity && Interlocked.CompareExchange(ref _claimed, length + count, length) == length) return this;
        var copy = new AttentionMemory(_encoder, Capacity(length + count, most), length + count);
        copy.Cache.CopyFrom(Cache, length);
        Steps(length).CopyTo(copy._steps);
        return copy;
    }

    /// <summary>Reads steps [1, t, D] into places that have been claimed.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="steps">What is kept of them.</param>
    /// <param name="x">What the layers read: the steps with their positions.</param>
    /// <param name="first">The first place.</param>
    /// <returns>Shape [1, t, D].</returns>
    internal Variable Read(Tape tape, ReadOnlySpan<float> steps, Variable x, int first)
    {
        steps.CopyTo(_steps.AsSpan(first * _encoder.Options.Size));
        return _encoder.StepFrom(tape, x, Cache, first);
    }

    private static int Capacity(int steps, int most) => (int)Math.Min(most, Math.Max(SmallestCapacity, 2L * steps));
}
