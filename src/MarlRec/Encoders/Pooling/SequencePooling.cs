using System.Buffers;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Pooling;

/// <summary>Turns the states of sequences into one vector each. Padding does not count. Thread safety: see <see cref="Module"/>.</summary>
/// <remarks>Has weights, called <c>attention</c>, for <see cref="PoolingKind.Attention"/> only.</remarks>
public sealed class SequencePooling : Module
{
    private readonly AttentionPooling? _attention;

    /// <summary>A pooling of one kind.</summary>
    /// <param name="kind">How to pool.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the weights, where the kind has some.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not a known one, or <paramref name="size"/> is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public SequencePooling(PoolingKind kind, int size, RandomStream random)
    {
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be a known way of pooling.");
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        Kind = kind;
        if (kind == PoolingKind.Attention) _attention = Register("attention", new AttentionPooling(size, random));
    }

    /// <summary>How to pool.</summary>
    public PoolingKind Kind { get; }

    /// <summary>Pools states.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">Shape [B, T, D].</param>
    /// <param name="lengths">B lengths in [0, T]: states past them do not count.</param>
    /// <returns>Shape [B, D]; zeros for an empty sequence.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public Variable Forward(Tape tape, Variable states, ReadOnlySpan<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(tape);
        var shape = states.Shape;
        if (shape.Rank != 3) throw new ArgumentException($"states must be of shape [B,T,D], but are {shape}.", nameof(states));
        // Some operations read an empty list as "no padding"; here a missing list is a mistake.
        Tape.RequireLengths(lengths, shape[0], shape[1]);
        return Kind switch
        {
            PoolingKind.First => FirstSteps(tape, states, lengths),
            PoolingKind.Mean => tape.MeanSteps(states, lengths),
            PoolingKind.Max => tape.MaxSteps(states, lengths),
            PoolingKind.Last => tape.LastSteps(states, lengths),
            _ => _attention!.Forward(tape, states, lengths),
        };
    }

    private static Variable FirstSteps(Tape tape, Variable states, ReadOnlySpan<int> lengths)
    {
        var rented = ArrayPool<int>.Shared.Rent(lengths.Length);
        for (var i = 0; i < lengths.Length; i++) rented[i] = Math.Min(1, lengths[i]);
        var first = tape.LastSteps(states, rented.AsSpan(0, lengths.Length));
        ArrayPool<int>.Shared.Return(rented);
        return first;
    }
}
