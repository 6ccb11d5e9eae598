using System.Globalization;
using MarlRec.Learning;
using MarlRec.Learning.Baselines;

namespace MarlRec.Environments.Slates;

/// <summary>What fixed rules earn, against an independent simulation of the published dynamics.</summary>
public class RecSimReturnTests(ITestOutputHelper output)
{
    public static TheoryData<string> Rows => [.. Golden.Keys];

    private static readonly Dictionary<string, (double Mean, double Error)> Golden = File.ReadLines(RepositoryFiles.At("tests/Fixtures/recsim_returns.csv"))
        .Where(line => !line.StartsWith('#'))
        .Skip(1)
        .Select(line => line.Split(','))
        .ToDictionary(
            cells => string.Join(',', cells[..4]),
            cells => (double.Parse(cells[4], CultureInfo.InvariantCulture), double.Parse(cells[5], CultureInfo.InvariantCulture)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void MeanReturnsAgreeWithinThreeStandardErrors(string row)
    {
        var cells = row.Split(',');
        var (candidates, slots) = (int.Parse(cells[1], CultureInfo.InvariantCulture), int.Parse(cells[2], CultureInfo.InvariantCulture));
        var sessions = TestTier.Choose(1000, 20_000);
        // A ranked slate gets the same answers in both forms, which is tested elsewhere; random slots fill duplicates up where they act at once.
        foreach (var form in cells[3] == "random" ? Enum.GetValues<SlateForm>() : [SlateForm.Simultaneous])
        {
            var (environment, policy) = Create(cells[0], candidates, slots, form, cells[3]);
            var result = SlatePlay.Play(environment, policy, sessions);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row}, {form}: {result.MeanReturn:0.0} ± {result.StandardError:0.0}, golden {Golden[row].Mean:0.0} ± {Golden[row].Error:0.0}"));
            var error = Math.Sqrt(result.StandardError * result.StandardError + Golden[row].Error * Golden[row].Error);
            Assert.InRange(result.MeanReturn, Golden[row].Mean - 3 * error, Golden[row].Mean + 3 * error);
            Assert.True(error < 0.03 * Golden[row].Mean, "The standard error is too wide to tell anything.");
        }
    }

    [Fact]
    public void TheSensitiveVariantTurnsTheOrderRound()
    {
        Assert.True(Golden["satisfaction,11,1,chocolate"].Mean > 1.2 * Golden["satisfaction,11,1,kale"].Mean);
        Assert.True(Golden["sensitive satisfaction,11,1,kale"].Mean > 20 * Golden["sensitive satisfaction,11,1,chocolate"].Mean);
    }

    private static (RecommendationEnvironment Environment, IPolicy Policy) Create(string world, int candidates, int slots, SlateForm form, string rule)
    {
        switch (world)
        {
            case "evolution":
                var videos = new InterestEvolution(new InterestEvolutionOptions { CandidateCount = candidates });
                return (videos.CreateEnvironment(slots, form), rule switch
                {
                    "random" => new RandomPolicy(),
                    "myopic" => SlatePlay.Ranked(slots, (_, scores) => videos.Appeals.CopyTo(scores)),
                    "quality" => SlatePlay.Ranked(slots, (_, scores) => videos.Qualities.CopyTo(scores)),
                    _ => SlatePlay.Ranked(slots, ByTopic),
                });
            case "exploration":
                var documents = new InterestExploration(new InterestExplorationOptions { CandidateCount = candidates });
                return (documents.CreateEnvironment(slots, form), rule switch
                {
                    "random" => new RandomPolicy(),
                    "myopic" => SlatePlay.Ranked(slots, (_, scores) => documents.Appeals.CopyTo(scores)),
                    _ => SlatePlay.Ranked(slots, (_, scores) => documents.Qualities.CopyTo(scores)),
                });
            default:
                var options = world == "satisfaction" ? new LongTermSatisfactionOptions() : LongTermSatisfactionOptions.Sensitive;
                var levels = rule == "random" ? ClickbaitLevels.Drawn : ClickbaitLevels.Spaced;
                var treats = new LongTermSatisfaction(options with { CandidateCount = candidates, Documents = levels });
                return (treats.CreateEnvironment(slots, form), rule switch
                {
                    "random" => new RandomPolicy(),
                    "chocolate" => SlatePlay.Ranked(slots, (_, scores) => treats.Clickbait.CopyTo(scores)),
                    "kale" => SlatePlay.Ranked(slots, (_, scores) => Near(0, treats.Clickbait, scores)),
                    _ => SlatePlay.Ranked(slots, (_, scores) => Near(0.5f, treats.Clickbait, scores)),
                });
        }
    }

    /// <summary>A rule that looks at nothing but what agents see: the topic, one-hot.</summary>
    private static void ByTopic(StepBuffers buffers, Span<float> scores)
    {
        var size = buffers.Spec.CandidateSize;
        for (var candidate = 0; candidate < scores.Length; candidate++)
            scores[candidate] = (float)InterestEvolution.TopicQualities[buffers.Candidates.Slice(candidate * size, size).IndexOf(1)];
    }

    private static void Near(float level, ReadOnlySpan<float> clickbait, Span<float> scores)
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = -Math.Abs(clickbait[i] - level);
    }
}
