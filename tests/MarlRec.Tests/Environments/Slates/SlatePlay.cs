using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Learning.Baselines;
using MarlRec.Learning.Training;

namespace MarlRec.Environments.Slates;

/// <summary>The worlds with RecSim's dynamics by name, the rules that play them, and what a game looks like number by number.</summary>
internal static class SlatePlay
{
    internal static IEnumerable<string> Worlds => ["evolution", "evolution, history", "evolution, uniform", "exploration", "satisfaction", "satisfaction, sensitive"];

    internal static RecommendationEnvironment Create(string world, SlateForm form, UserControl user = UserControl.Simulated) => world switch
    {
        "evolution" => new InterestEvolution().CreateEnvironment(3, form, user),
        "evolution, history" => new InterestEvolution(new() { Observation = SessionObservation.StateAndHistory, TimeBudget = 20 }).CreateEnvironment(2, form, user),
        "evolution, uniform" => new InterestEvolution(InterestEvolutionOptions.UniformVideos).CreateEnvironment(3, form, user),
        "exploration" => new InterestExploration(new() { MaxRounds = 20 }).CreateEnvironment(3, form, user),
        "satisfaction" => new LongTermSatisfaction().CreateEnvironment(2, form, user),
        _ => new LongTermSatisfaction(LongTermSatisfactionOptions.Sensitive with { Documents = ClickbaitLevels.Spaced }).CreateEnvironment(1, form, user),
    };

    internal static EvaluationResult Play(RecommendationEnvironment environment, IPolicy policy, int sessions, ulong seed = 1) =>
        PolicyEvaluation.Evaluate(policy, environment, sessions, seed);

    internal static IPolicy Ranked(int slots, CandidateScorer score) => new RankedSlatePolicy(slots, score);

    /// <summary>Everything that the buffers hold at each step of a few sessions, played at random.</summary>
    internal static List<float> Trace(RecommendationEnvironment environment, int sessions = 3, ulong seed = 5)
    {
        var (buffers, actions, random, trace) = (new StepBuffers(environment.Spec), new int[environment.Spec.AgentCount], new RandomStream(seed), new List<float>());
        for (var session = 0; session < sessions; session++)
        {
            environment.Reset(seed + (ulong)session, buffers);
            while (true)
            {
                trace.AddRange(buffers.Observations);
                trace.AddRange(buffers.Rewards);
                trace.AddRange(buffers.Candidates);
                trace.Add(buffers.Terminated[0] ? 1 : 0);
                if (buffers.IsEpisodeOver) break;
                new RandomPolicy().Act(buffers, random, actions);
                environment.Step(actions, buffers);
            }
        }

        return trace;
    }
}
