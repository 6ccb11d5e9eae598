using MarlRec.Environments;
using MarlRec.Environments.Particle;
using MarlRec.Learning;
using MarlRec.Learning.Baselines;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Particle worlds in OpenAI's form, in the units in which their scores are published.</summary>
internal static class ParticleUnits
{
    private const int Episodes = 2000;

    internal static IEnumerable<Unit> All =>
    [
        .. Of("spread", "velocity first; one agent's return, which all share", () => new Spread(), () => new SpreadPolicy(), WorldReturns.Shared),
        .. Of("spread pettingzoo", "position first, local ratio 0.5; sum over 3 agents", () => new Spread(SpreadOptions.PettingZoo), () => new SpreadPolicy(SpreadOptions.PettingZoo)),
        .. Of("speaker-listener", "velocity first; sum over 2 agents", () => new SpeakerListener(), () => new SpeakerListenerPolicy()),
        .. Of("adversary", "velocity first; one good agent's return, which both share; the adversary plays by the same policy", () => new Adversary(), () => new AdversaryPolicy(), buffers => buffers.Rewards[1]),
        .. Of("tag", "velocity first; one predator's return, which all share; the prey plays by the same policy", () => new Tag(), () => new TagPolicy(), WorldReturns.Shared),
    ];

    private static IEnumerable<Unit> Of(string task, string protocol, Func<IEnvironment> create, Func<IPolicy> policy, Func<StepBuffers, double>? earned = null) =>
    [
        WorldUnits.PlayRandomly(task, protocol, create, Episodes, earned),
        WorldUnits.Play(task, WorldUnits.Scripted, $"{protocol}; {policy().GetType().Name}", create, (_, random) => Choosers.Of(policy(), random), Episodes, earned),
    ];
}
