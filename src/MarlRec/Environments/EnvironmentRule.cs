namespace MarlRec.Environments;

/// <summary>What <see cref="EnvironmentChecker"/> asks of an environment.</summary>
public enum EnvironmentRule
{
    /// <summary>The spec is valid and the same instance at every call.</summary>
    Spec,

    /// <summary>Legal calls throw nothing.</summary>
    Runs,

    /// <summary>Each observation lies in its agent's space, with zeros behind it.</summary>
    Observations,

    /// <summary>Rewards, state and candidates are finite; rewards are 0 after a reset.</summary>
    FiniteNumbers,

    /// <summary>An acting agent has a legal action; nothing behind an agent's own actions is legal.</summary>
    Masks,

    /// <summary>Somebody acts until the episode is over, nobody after; agents that have ended do not; where there are no turns, every live agent does.</summary>
    Acting,

    /// <summary>A reset revives all agents; within an episode who has ended never returns, and has rows of zero, no legal action and no reward from then on.</summary>
    EndedAgents,

    /// <summary>The episode is over when the spec's step limit is reached.</summary>
    StepLimit,

    /// <summary>A new instance repeats an episode bit for bit from the same seed and actions.</summary>
    Determinism,

    /// <summary>The same instance repeats an episode bit for bit: nothing of the one before is left.</summary>
    Reset,

    /// <summary>An instance repeats an episode bit for bit while another one plays beside it: they share nothing.</summary>
    Isolation,

    /// <summary>Everything is written at every call, and nothing that the buffers held is read.</summary>
    Buffers,

    /// <summary>The actions of agents that do not act are not read.</summary>
    IdleActions,

    /// <summary>Options of a type that the environment does not know are refused with <see cref="ArgumentException"/>, and the episode goes on.</summary>
    ResetOptions,

    /// <summary>Illegal actions, wrong lengths and wrong buffers are refused with the documented exceptions, and nothing changes.</summary>
    Arguments,

    /// <summary>A step before the reset or after the end is refused with <see cref="InvalidOperationException"/>, and nothing changes.</summary>
    LifeCycle,

    /// <summary>An <see cref="ITextRenderable"/> draws the same frame again and again, changes nothing by it, and refuses null and a frame before the reset.</summary>
    Rendering,

    /// <summary>An <see cref="IDisposable"/> environment may be disposed twice.</summary>
    Disposal,

    /// <summary>A step allocates no memory.</summary>
    Allocation,
}
