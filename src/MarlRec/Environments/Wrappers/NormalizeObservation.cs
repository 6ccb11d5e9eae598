namespace MarlRec.Environments.Wrappers;

/// <summary>Each agent's observation is moved and scaled to mean 0 and variance 1, by the running mean and variance of what the agent has seen.</summary>
/// <remarks>
/// <para>(o − mean) / √(variance + <see cref="Epsilon"/>), number by number; the observation counts first. The statistics outlive episodes: with the same seed a
/// later episode looks different, until <see cref="Frozen"/> is set.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class NormalizeObservation : ObservationWrapper
{
    /// <summary>What is added to a variance, so that a number that never changes is not divided by zero.</summary>
    public const double Epsilon = 1e-8;

    private readonly RunningMoments[] _moments;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    public NormalizeObservation(IEnvironment inner)
        : base(inner, [.. SpecOf(inner).ObservationSpaces.Select(space => new BoxSpace(float.NegativeInfinity, float.PositiveInfinity, space.FlatSize))]) =>
        _moments = [.. Spec.ObservationSpaces.Select(space => new RunningMoments(space.FlatSize))];

    /// <summary>Whether observations no longer count, as in evaluation; false at first.</summary>
    public bool Frozen { get; set; }

    /// <summary>The statistics of each agent, [A].</summary>
    public IReadOnlyList<RunningMoments> Moments => _moments;

    /// <summary>Writes the statistics, as JSON.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Save(Stream stream) => MomentsFile.Write(stream, _moments);

    /// <summary>Goes on with the statistics that <see cref="Save"/> wrote.</summary>
    /// <param name="stream">From where; read to its end, and stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">The stream holds something else, or statistics of another shape. Nothing has changed then.</exception>
    public void Load(Stream stream) => MomentsFile.Read(stream, _moments);

    /// <inheritdoc/>
    protected override void OnObservation(int agent, ReadOnlySpan<float> observation, Span<float> changed)
    {
        var moments = _moments[agent];
        if (!Frozen) moments.Add(observation);
        for (var i = 0; i < changed.Length; i++) changed[i] = (float)((observation[i] - moments.Mean[i]) / Math.Sqrt(moments.Variance[i] + Epsilon));
    }
}
