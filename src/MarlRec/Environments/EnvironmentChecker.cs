using MarlRec.Environments.Checking;

namespace MarlRec.Environments;

/// <summary>Proves that an environment keeps the contract of <see cref="IEnvironment"/>: plays random legal episodes, watches them, and repeats them under changed conditions.</summary>
/// <remarks>
/// <para>It asks what Gymnasium's <c>check_env</c> and PettingZoo's API, seed, state and step-limit tests ask, where the contract is theirs, and more: each rule is an
/// <see cref="EnvironmentRule"/>. What is legal and suspicious is a warning, an <see cref="EnvironmentConcern"/>. An empty answer is evidence, not proof: rules
/// are checked on the episodes played.</para>
/// <para>Thread safety: <em>thread-safe</em>, if the factory is.</para>
/// </remarks>
public static class EnvironmentChecker
{
    /// <summary>Checks the environments that a factory makes.</summary>
    /// <param name="create">Makes a new environment at each call, always of the same kind. Those that are disposable are disposed at the end.</param>
    /// <param name="options">How to play, or null for the defaults.</param>
    /// <returns>The first violation of each rule that is broken, by rule; empty if none is. Where an episode cannot be repeated at all, rules that need it are not judged.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> are not valid, or <paramref name="create"/> returned null.</exception>
    public static IReadOnlyList<EnvironmentViolation> Check(Func<IEnvironment> create, EnvironmentCheckOptions? options = null) => Examine(create, options).Violations;

    /// <summary>Checks the environments that a factory makes, and looks for what is legal and suspicious.</summary>
    /// <param name="create">Makes a new environment at each call, always of the same kind. Those that are disposable are disposed at the end.</param>
    /// <param name="options">How to play, or null for the defaults.</param>
    /// <returns>What <see cref="Check"/> returns, and the warnings.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> are not valid, or <paramref name="create"/> returned null.</exception>
    public static EnvironmentReport Examine(Func<IEnvironment> create, EnvironmentCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new EnvironmentCheckOptions();
        options.Validate();
        var violations = new ViolationList(options.Ignored);
        var instances = new List<IEnvironment>();
        IReadOnlyList<EnvironmentWarning> warnings;
        try
        {
            warnings = Run(Create, options, violations);
        }
        finally
        {
            DisposalCheck.Run(instances, violations);
        }

        return new EnvironmentReport(violations.Sorted(), warnings);

        IEnvironment Create()
        {
            var environment = create() ?? throw new ArgumentException("create returned null, but an environment was expected.", nameof(create));
            instances.Add(environment);
            return environment;
        }
    }

    private static IReadOnlyList<EnvironmentWarning> Run(Func<IEnvironment> create, EnvironmentCheckOptions options, ViolationList violations)
    {
        var veteran = create();
        if (!SpecCheck.Passes(veteran, violations)) return [];
        var suspicions = new Suspicions(veteran.Spec);
        var episodes = new List<RecordedEpisode>();
        foreach (var reset in (IEnumerable<ResetOptions?>)[null, .. options.ResetOptions])
        {
            for (var i = 0; i < options.Episodes; i++)
            {
                var episode = RecordedEpisode.Play(create(), options.Seed + (ulong)i, reset, options.MaxSteps, violations, suspicions);
                if (episode is null) return [];
                episodes.Add(episode);
            }
        }

        foreach (var episode in episodes)
        {
            // The checks below tell causes apart by changing one thing; they mean nothing if changing nothing changes the episode.
            if (!new Replay(create(), episode, EnvironmentRule.Determinism, violations).Run()) return [];
        }

        for (var i = 0; i < episodes.Count; i++) RepeatUnderChanges(create, veteran, episodes[i], episodes[(i + 1) % episodes.Count], violations);

        // Backwards, so that with a single episode a repetition is seen too.
        for (var i = episodes.Count - 1; i >= 0; i--) new Replay(veteran, episodes[i], EnvironmentRule.Reset, violations).Run();
        AllocationCheck.Run(create(), episodes[0], violations);
        if (SeedCheck.IsIgnored(create(), episodes[0])) suspicions.SeedIsIgnored();
        return suspicions.Report();
    }

    private static void RepeatUnderChanges(Func<IEnvironment> create, IEnvironment veteran, RecordedEpisode episode, RecordedEpisode next, ViolationList violations)
    {
        new Replay(veteran, episode, EnvironmentRule.Reset, violations).Run();
        new SideBySideReplay(create(), episode, create(), next, violations).Run();
        new DirtyBuffersReplay(create(), episode, violations).Run();
        new IdleActionsReplay(create(), episode, violations).Run();
        new ArgumentsReplay(create(), episode, violations).Run();
        new OptionsReplay(create(), episode, violations).Run();
        LifeCycleCheck.Run(create(), episode, violations);
        var picture = create();
        if (picture is not ITextRenderable renderable) return;
        if (RenderReplay.BeforeTheReset(renderable) is { } failure) violations.Add(EnvironmentRule.Rendering, failure);
        new RenderReplay(picture, episode, violations).Run();
    }
}
