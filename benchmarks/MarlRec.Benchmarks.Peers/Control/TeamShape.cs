using MarlRec.Benchmarks.Peers.Measurement;

namespace MarlRec.Benchmarks.Peers.Control;

/// <summary>
/// The sizes of a QMIX update (Rashid et al., "QMIX", ICML 2018) at StarCraft's smallest map: three agents that share a network 42-64-GRU 64-9, a mixer of
/// 32 hidden units over states of 48, 32 episodes of 25 steps.
/// </summary>
internal static class TeamShape
{
    internal const int Agents = 3;
    internal const int Observations = 42;
    internal const int Hidden = 64;
    internal const int Actions = 9;
    internal const int State = 48;
    internal const int Mixing = 32;
    internal const int Episodes = 32;
    internal const int Steps = 25;
    internal const float Discount = 0.99f;
    internal const double ClipNorm = 10;
    internal const double LearningRate = 5e-4;

    /// <summary>How many sequences the agents' network sees: each agent of each episode.</summary>
    internal const int Sequences = Episodes * Agents;

    /// <summary>Target and own networks forward, twice that backward.</summary>
    internal static Cost Cost
    {
        get
        {
            var agent = (double)Sequences * (Steps + 1) * (Observations * Hidden + 6 * Hidden * Hidden + Hidden * Actions);
            var mixer = (double)Episodes * Steps * (State * (Agents * Mixing + 3 * Mixing) + Mixing);
            return Measurement.Cost.OfFlops(4 * 2 * (agent + mixer), "4·2·(3·B·(T+1)·(42·64 + 6·64² + 64·9) + B·T·(48·6·32 + 32))");
        }
    }
}
