namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>The sizes of the usual deep Q-network for CartPole: 4-120-84-2.</summary>
internal static class CartPoleShape
{
    internal const int Observations = 4;
    internal const int First = 120;
    internal const int Second = 84;
    internal const int Actions = 2;
    internal const float Discount = 0.99f;

    /// <summary>Multiply-adds of one row.</summary>
    internal const double MultiplyAdds = Observations * First + First * Second + Second * Actions;
}
