using MarlRec.Environments;
using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Learning.Training;

namespace MarlRec.Seams;

/// <summary>An outsider brings a world, a space, a policy and a learner of their own; the trainer runs them like its own.</summary>
public class OutsideLearningTests
{
    [Fact]
    public void TrainerRunsAForeignWorldAndLearner()
    {
        var learner = new SideCounter();
        var trainer = new Trainer<IReadOnlyList<Transition>>(
            new TransitionCollector([new BiasedCoin(0.9)], new RandomStream(5)), learner, new TrainerOptions { TotalSteps = 2000, ReportEverySteps = 500 });
        var reports = new List<TrainingProgress>();
        var last = trainer.Run(new Collecting(reports), TestContext.Current.CancellationToken);

        Assert.Equal(2000, last.Steps);
        Assert.True(reports.Count >= 4);
        var result = PolicyEvaluation.Evaluate(learner.Publish().Policy, new BiasedCoin(0.9), 200, 11, TestContext.Current.CancellationToken);
        Assert.InRange(result.MeanReturn, 8.0, 10.0);
    }

    [Fact]
    public void CheckerAcceptsTheForeignWorld() => Assert.Empty(EnvironmentChecker.Check(() => new BiasedCoin(0.5)));

    /// <summary>Ten guesses of a coin that shows heads (0) with a given probability; a right guess pays 1.</summary>
    private sealed class BiasedCoin(double heads) : IEnvironment
    {
        private RandomStream? _random;
        private int _left;

        public EnvironmentSpec Spec { get; } = new()
        {
            Name = "coin", AgentCount = 1, ObservationSpaces = [new Unit()], ActionSpaces = [new DiscreteSpace(2)], MaxSteps = 10,
        };

        public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            CheckShape(buffers);
            if (options is not null) throw new ArgumentException("The coin takes no options.", nameof(options));
            (_random, _left) = (new RandomStream(seed), 10);
            Write(buffers, 0);
        }

        public void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            CheckShape(buffers);
            if (_random is null || _left == 0) throw new InvalidOperationException("Reset comes first.");
            if (actions.Length != 1) throw new ArgumentException($"actions has length {actions.Length}, but 1 was expected.", nameof(actions));
            if (actions[0] is not (0 or 1)) throw new ArgumentOutOfRangeException(nameof(actions), actions[0], "The coin has two sides.");
            _left--;
            var side = _random.NextDouble() < heads ? 0 : 1;
            Write(buffers, actions[0] == side ? 1 : 0);
        }

        private void CheckShape(StepBuffers buffers)
        {
            ArgumentNullException.ThrowIfNull(buffers);
            if ((buffers.Acting.Length, buffers.Masks.Length, buffers.Observations.Length, buffers.State.Length, buffers.Candidates.Length) != (1, 2, 1, 0, 0)) throw new ArgumentException("The buffers are of another world.", nameof(buffers));
        }

        private void Write(StepBuffers buffers, float reward)
        {
            buffers.Observations[0] = 1;
            buffers.Rewards[0] = reward;
            buffers.Terminated[0] = _left == 0;
            buffers.Truncated[0] = false;
            buffers.Acting[0] = _left > 0;
            buffers.Masks.Fill(true);
        }
    }

    /// <summary>A space with the one point 1.</summary>
    private sealed class Unit : Space
    {
        public override int FlatSize => 1;

        public override bool Contains(ReadOnlySpan<float> flat) => flat is [1f];

        public override void Sample(RandomStream random, Span<float> flat)
        {
            ArgumentNullException.ThrowIfNull(random);
            flat[0] = 1;
        }
    }

    /// <summary>Learns the mean reward of each guess.</summary>
    private sealed class SideCounter : ILearner<IReadOnlyList<Transition>>
    {
        private static readonly string[] s_names = ["mean-reward"];
        private readonly double[] _sum = new double[2];
        private readonly double[] _count = new double[2];

        public long UpdateCount { get; private set; }

        public IPolicy Behaviour { get; } = new Guess(null);

        public UpdateResult Update(IReadOnlyList<Transition> batch)
        {
            foreach (var transition in batch)
            {
                _sum[transition.Action] += transition.Reward;
                _count[transition.Action]++;
            }

            UpdateCount++;
            return new UpdateResult(s_names, _sum.Sum() / _count.Sum());
        }

        public PolicySnapshot Publish() => new(UpdateCount, new Guess(_sum[0] / _count[0] >= _sum[1] / _count[1] ? 0 : 1));

        public void ExportState(TrainingState into, string prefix) => into.SetInteger(prefix + "updates", UpdateCount);

        public void ImportState(TrainingState from, string prefix) => UpdateCount = from.ReadInteger(prefix + "updates");
    }

    private sealed class Guess(int? side) : IPolicy
    {
        public void Act(StepBuffers observation, RandomStream random, Span<int> actions) => actions[0] = side ?? random.Next(2);
    }

    private sealed class Collecting(List<TrainingProgress> into) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => into.Add(value);
    }
}
