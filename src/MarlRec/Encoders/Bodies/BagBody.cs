using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>
/// No reading at all: a step's state is its token's vector, so that what is pooled is a bag of tokens (Iyyer et al., "Deep Unordered Composition Rivals Syntactic Methods for Text
/// Classification", ACL 2015; Joulin et al., "Bag of Tricks for Efficient Text Classification", EACL 2017). Thread safety: see <see cref="Module"/>.
/// </summary>
/// <remarks>For short texts such as titles, of which a few thousand are too few to learn an order of words from. It has no parameters.</remarks>
public sealed class BagBody : SequenceBody
{
    /// <summary>A bag of vectors.</summary>
    /// <param name="size">D, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public BagBody(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
    }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <inheritdoc/>
    public override bool IsCausal => true;

    /// <inheritdoc/>
    public override int MaximumLength => int.MaxValue;

    /// <inheritdoc/>
    /// <returns><paramref name="x"/> itself.</returns>
    public override Variable Forward(Tape tape, Variable x, ReadOnlySpan<int> lengths, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        var shape = x.Shape;
        if (shape.Rank != 3 || shape[2] != Size) throw new ArgumentException($"x of shape {shape} does not fit sequences of width {Size}, [B,T,{Size}].", nameof(x));
        Tape.RequireLengths(lengths, shape[0], shape[1]);
        return x;
    }

    // The newest step is all that is kept.

    /// <inheritdoc/>
    protected override BodyState Read(Tape tape, Variable x, BodyState state)
    {
        var newest = x.Value[^Size..].ToArray();
        return new StepsState(this, newest, newest);
    }

    /// <inheritdoc/>
    protected override BodyState Restore(Tape tape, ReadOnlySpan<float> numbers) => numbers.Length <= Size
        ? base.Restore(tape, numbers)
        : throw new ArgumentException($"{numbers.Length} numbers are not the {Size} of the newest step.", nameof(numbers));
}
