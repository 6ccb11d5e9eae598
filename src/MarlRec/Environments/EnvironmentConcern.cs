namespace MarlRec.Environments;

/// <summary>What <see cref="EnvironmentChecker"/> points out though the contract allows it.</summary>
public enum EnvironmentConcern
{
    /// <summary>An agent's observations were all zero: nothing may be written to them.</summary>
    ZeroObservations,

    /// <summary>An agent's observation has a number without a finite bound; networks learn better from bounded or normalised ones.</summary>
    UnboundedObservations,

    /// <summary>An agent's observation has a number whose bounds are equal: it says nothing.</summary>
    FixedObservations,

    /// <summary>The global state was all zero.</summary>
    ZeroState,

    /// <summary>Nobody ever earned anything.</summary>
    NoRewards,

    /// <summary>Episodes with the same actions are the same whatever the seed.</summary>
    SeedIgnored,

    /// <summary>There is no step limit, and an episode of random actions did not end as long as the checker played.</summary>
    Endless,

    /// <summary>An agent was truncated by the first step, though the step limit is above 1.</summary>
    TruncatedAtOnce,

    /// <summary>Episodes that reached the step limit ended in termination, never in truncation: a learner takes the clock for the end of the world.</summary>
    TerminatedAtLimit,
}
