using MarlRec.Networks;

namespace MarlRec.Encoders.Bodies;

/// <summary>What a <see cref="RecurrentBody"/> is made of.</summary>
public enum RecurrentCell
{
    /// <summary><see cref="Networks.Lstm"/>.</summary>
    Lstm,

    /// <summary><see cref="Networks.Gru"/>.</summary>
    Gru,
}
