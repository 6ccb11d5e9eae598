using MarlRec.Encoders.Bodies;

namespace MarlRec.Encoders.Interest;

/// <summary>What an <see cref="InterestEncoder"/> knows of one user. Thread safety: <em>immutable</em>.</summary>
/// <param name="owner">What made it.</param>
/// <param name="events">How many events have been read.</param>
/// <param name="behaviour">What the body keeps of them.</param>
/// <param name="text">The text's vector; null for no text.</param>
/// <param name="interest">x; null where it is what the body says.</param>
internal sealed class EncodedInterest(InterestEncoder owner, long events, BodyState behaviour, float[]? text, float[]? interest) : InterestState
{
    internal InterestEncoder Owner => owner;

    internal BodyState Behaviour => behaviour;

    internal float[]? Text => text;

    public override ReadOnlySpan<float> Interest => interest is null ? behaviour.Output : interest;

    public override long Events => events;

    public override bool HasText => text is not null;

    public override float[] Export() => InterestNumbers.Write(owner.Size, events, text, events == 0 ? [] : behaviour.Export());
}
