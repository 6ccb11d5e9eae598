using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>The videos of one round of <see cref="InterestEvolution"/>, column by column.</summary>
internal sealed class VideoBatch(int count)
{
    internal const int FeatureCount = 20;

    private const double QualityDeviation = 0.1, TopicLength = 4, MeanLength = 4.3, LengthDeviation = 1, LongestLength = 100;

    /// <summary>The mean quality of each topic: 14 from −3 to 0, then 6 from 0 to 3, in equal steps.</summary>
    private static readonly double[] s_topicQualities = [.. Enumerable.Range(0, FeatureCount).Select(topic => topic < 14 ? -3 + 3.0 * topic / 13 : 3.0 * (topic - 14) / 5)];

    private readonly int[] _topics = new int[count];
    private readonly float[] _features = new float[count * FeatureCount];
    private readonly float[] _qualities = new float[count];
    private readonly float[] _lengths = new float[count];

    internal static ReadOnlySpan<double> TopicQualities => s_topicQualities;

    internal ReadOnlySpan<float> Features => _features;

    internal ReadOnlySpan<float> Qualities => _qualities;

    internal ReadOnlySpan<float> Lengths => _lengths;

    /// <summary>The topic of each video; −1 for a mixture of all.</summary>
    internal ReadOnlySpan<int> Topics => _topics;

    internal ReadOnlySpan<float> FeaturesOf(int video) => _features.AsSpan(video * FeatureCount, FeatureCount);

    internal void Draw(VideoFeatures kind, RandomStream random)
    {
        if (kind == VideoFeatures.OneTopic) DrawTopics(random);
        else DrawMixtures(random);
    }

    /// <summary>A user's liking of a video: the inner product of interests and features.</summary>
    internal double Appeal(int video, ReadOnlySpan<double> interests)
    {
        if (_topics[video] >= 0) return interests[_topics[video]];
        var features = FeaturesOf(video);
        double sum = 0;
        for (var i = 0; i < features.Length; i++) sum += interests[i] * features[i];
        return sum;
    }

    private void DrawTopics(RandomStream random)
    {
        Array.Clear(_features);
        for (var video = 0; video < _topics.Length; video++)
        {
            var topic = random.Next(FeatureCount);
            _topics[video] = topic;
            _features[video * FeatureCount + topic] = 1;
            _qualities[video] = (float)(s_topicQualities[topic] + QualityDeviation * random.NextGaussian());
            _lengths[video] = (float)TopicLength;
        }
    }

    private void DrawMixtures(RandomStream random)
    {
        Array.Fill(_topics, -1);
        Array.Fill(_qualities, 1f);
        foreach (ref var feature in _features.AsSpan()) feature = (float)random.NextUniform(-1, 1);
        foreach (ref var length in _lengths.AsSpan()) length = (float)Math.Clamp(MeanLength + LengthDeviation * random.NextGaussian(), 0, LongestLength);
    }
}
