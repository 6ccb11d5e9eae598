using System.Numerics;
using System.Text;

namespace MarlRec.Environments.Extensive;

/// <summary>The calls and raises of two players in one round of betting.</summary>
internal struct BettingRound
{
    // Bit m: move m was a raise.
    private uint _raises;

    internal int Moves { get; private set; }

    internal readonly int Raises => BitOperations.PopCount(_raises);

    /// <summary>Both have moved, and the last one did not ask for more.</summary>
    internal readonly bool IsOver => Moves >= 2 && !IsRaise(Moves - 1);

    internal void Add(bool raise)
    {
        if (raise) _raises |= 1u << Moves;
        Moves++;
    }

    /// <summary>Writes two numbers for each move: was it a call, was it a raise?</summary>
    internal readonly void Encode(Span<float> tensor)
    {
        for (var move = 0; move < Moves; move++) tensor[2 * move + (IsRaise(move) ? 1 : 0)] = 1;
    }

    internal readonly void AppendTo(StringBuilder text)
    {
        for (var move = 0; move < Moves; move++) text.Append(IsRaise(move) ? 'r' : 'c');
    }

    private readonly bool IsRaise(int move) => (_raises >> move & 1) != 0;
}
