using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Interest;

/// <summary>
/// The form of exported states: version, D, whether there is a text, the number of events in four digits of 16 bits, the text's vector if there is one, and after
/// the first event what the body keeps.
/// </summary>
internal readonly ref struct InterestNumbers
{
    private const float Version = 1;
    private const int HeaderLength = 7;

    /// <summary>Reads and checks all but the body's part.</summary>
    internal InterestNumbers(ReadOnlySpan<float> numbers, int size)
    {
        if (numbers.Length < HeaderLength)
            throw new ArgumentException($"{numbers.Length} numbers are too few for a state, which has {HeaderLength} or more.", nameof(numbers));
        Throw.IfNotAllFinite(numbers, nameof(numbers));
        if (numbers[0] != Version) throw new ArgumentException($"The numbers are of version {numbers[0]}, but {Version} is known.", nameof(numbers));
        if (numbers[1] != size) throw new ArgumentException($"The numbers are for interest vectors of {numbers[1]} numbers, but the encoder's have {size}.", nameof(numbers));
        if (numbers[2] is not (0 or 1)) throw new ArgumentException($"numbers[2] is {numbers[2]}, but 1 for a text or 0 was expected.", nameof(numbers));
        Events = StateTensors.ToCount(FloatTensor.From(numbers[3..HeaderLength], 4), "of events", nameof(numbers));
        var rest = numbers[HeaderLength..];
        if (numbers[2] == 1)
        {
            if (rest.Length < size) throw new ArgumentException($"{numbers.Length} numbers end before the text's vector of {size}.", nameof(numbers));
            Text = rest[..size];
            rest = rest[size..];
        }

        if (Events == 0 && !rest.IsEmpty)
            throw new ArgumentException($"{rest.Length} numbers are left over, though there are no events.", nameof(numbers));
        Behaviour = rest;
    }

    internal long Events { get; }

    /// <summary>Empty for no text.</summary>
    internal ReadOnlySpan<float> Text { get; }

    internal ReadOnlySpan<float> Behaviour { get; }

    internal static float[] Write(int size, long events, ReadOnlySpan<float> text, ReadOnlySpan<float> behaviour) =>
        [Version, size, text.IsEmpty ? 0 : 1, .. StateTensors.FromCount(events).Span, .. text, .. behaviour];
}
