using MarlRec.Environments;

namespace MarlRec.Learning.Training;

/// <summary>Checks that environments may be played side by side as copies of one.</summary>
internal static class EnvironmentCopies
{
    internal static void Check(IReadOnlyList<IEnvironment> environments)
    {
        ArgumentNullException.ThrowIfNull(environments);
        if (environments.Count == 0) throw new ArgumentException("At least one environment is needed.", nameof(environments));
        for (var e = 0; e < environments.Count; e++)
        {
            ArgumentNullException.ThrowIfNull(environments[e], $"{nameof(environments)}[{e}]");
            var (first, spec) = (environments[0].Spec, environments[e].Spec);
            if (spec.AgentCount != first.AgentCount || spec.ObservationSize != first.ObservationSize || spec.ActionCount != first.ActionCount)
                throw new ArgumentException($"environments[{e}] ('{spec.Name}') has other sizes than environments[0] ('{first.Name}').", nameof(environments));
            for (var other = 0; other < e; other++)
                if (ReferenceEquals(environments[e], environments[other]))
                    throw new ArgumentException($"environments[{e}] and environments[{other}] are the same object.", nameof(environments));
        }
    }
}
