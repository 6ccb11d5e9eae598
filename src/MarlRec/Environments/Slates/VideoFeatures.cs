namespace MarlRec.Environments.Slates;

/// <summary>How the videos of <see cref="InterestEvolution"/> are drawn.</summary>
public enum VideoFeatures
{
    /// <summary>One of 20 topics, all equally likely; the quality is normal around the topic's; 4 minutes long.</summary>
    OneTopic,

    /// <summary>20 features, each uniform in [−1, 1]; quality 1; the length in minutes is normal with mean 4.3 and deviation 1, cut off at 0 and 100.</summary>
    Uniform,
}
