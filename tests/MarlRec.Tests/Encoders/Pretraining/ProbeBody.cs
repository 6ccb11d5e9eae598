using MarlRec.Encoders.Bodies;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Passes on what it reads, and remembers it. It says of itself that a state sees the whole sequence, or not.</summary>
internal sealed class ProbeBody(int size, bool isCausal) : SequenceBody
{
    public override int Size => size;

    public override bool IsCausal => isCausal;

    public override int MaximumLength => int.MaxValue;

    /// <summary>Of the latest call: vectors [B, T, D] and lengths [B].</summary>
    internal (float[] Vectors, int[] Lengths) Latest { get; private set; } = ([], []);

    public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null)
    {
        Latest = (x.Value.ToArray(), lengths.ToArray());
        return x;
    }

    /// <summary>The ids of row b of the latest call: those whose vectors of an encoder's table were read.</summary>
    internal int[] IdsOf(TokenEncoder encoder, int row)
    {
        var time = Latest.Vectors.Length / size / Latest.Lengths.Length;
        var scale = MathF.Sqrt(size);
        return [.. Enumerable.Range(0, Latest.Lengths[row]).Select(t => Enumerable.Range(0, encoder.Vocabulary).Single(id => encoder.Embedding.Weight.Value.Row(id)[0] * scale == Latest.Vectors[(row * time + t) * size]))];
    }
}
