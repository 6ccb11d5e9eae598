using MarlRec.Data;
using MarlRec.Encoders;
using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Decoding;
using MarlRec.Encoders.Interest;
using MarlRec.Encoders.Pooling;
using MarlRec.Encoders.Pretraining;
using MarlRec.Environments;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Extensive;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Matrix;
using MarlRec.Environments.Slates;
using MarlRec.Environments.Vector;
using MarlRec.Environments.Wrappers;
using MarlRec.Environments.Tables;
using MarlRec.Execution;
using MarlRec.Learning;
using MarlRec.Learning.Games;
using MarlRec.Learning.Tabular;
using MarlRec.Learning.Training;
using MarlRec.Networks;
using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Slates;
using MarlRec.Tensors;

namespace MarlRec.EntryPoints;

public class BadArgumentTests(ITestOutputHelper output)
{
    /// <summary>At least this part of the calls must be buildable and conclusive, or the test is hollow.</summary>
    private const double LeastConclusive = 0.6;

    [Fact]
    public void EveryPublicEntryPointRefusesNullByName()
    {
        var samples = new Samples(Known());
        Check(EntryPoint.All(samples), samples);
    }

    [Fact]
    public void EveryLongCallStopsOnACancelledToken()
    {
        var samples = new Samples(Known());
        Check(EntryPoint.AllCancellable(samples), samples);
    }

    private void Check(IEnumerable<EntryPoint> points, Samples samples)
    {
        var calls = points.Select(point => (Point: point, Result: point.Call(samples))).ToList();
        foreach (var group in calls.GroupBy(call => call.Result.Outcome).OrderBy(group => group.Key))
        {
            output.WriteLine($"{group.Key}: {group.Count()}");
            if (group.Key != Outcome.Refused)
                foreach (var (point, result) in group) output.WriteLine($"  {point}: {result.Detail}");
        }

        var accepted = calls.Where(call => call.Result.Outcome == Outcome.Accepted).ToList();
        if (accepted.Count > 0) Assert.Fail($"A bad argument is not refused {accepted.Count} times:\n{string.Join('\n', accepted.Select(call => $"{call.Point}: {call.Result.Detail}"))}");
        var conclusive = calls.Count(call => call.Result.Outcome == Outcome.Refused);
        Assert.True(conclusive >= LeastConclusive * calls.Count, $"Only {conclusive} of {calls.Count} calls were conclusive; see the output.");
    }

    /// <summary>What the search cannot make by itself, because some rule joins several arguments.</summary>
    private static IEnumerable<object> Known()
    {
        var random = new RandomStream(1);
        var layer = new Linear(2, 1, random);
        var log = new InteractionLog.Builder().Add("ann", "book").Add("ann", "ball").Add("bob", "ball").Add("bob", "book").Build();
        yield return log;
        yield return new MultiDiscreteSpace(2, 3);
        yield return new TupleSpace(new DiscreteSpace(2));
        yield return new DictSpace(("door", new DiscreteSpace(2)));
        yield return layer;
        yield return new Sequential(layer);
        yield return new Adam(layer.NamedParameters());
        var encoder = new TokenEncoder(2, new RecurrentBody(RecurrentCell.Gru, 2, random), PoolingKind.Mean, random);
        var decoder = new TokenDecoder(new() { Vocabulary = 2, Transformer = new() { Size = 2, Heads = 1, Inner = 2, Layers = 1 } }, random);
        var writer = new EncoderDecoder(encoder, decoder);
        var interests = new InterestEncoder(2, new RecurrentBody(RecurrentCell.Gru, 2, random), encoder, random);
        yield return interests;
        yield return interests.Begin();
        yield return interests.Behaviour;
        yield return interests.Behaviour.Begin();
        yield return encoder;
        yield return decoder;
        yield return writer;
        yield return new SequenceGenerator(writer, ComputeContext.Serial);
        yield return decoder.CreateCache(1, 1);
        var labels = new LabelObjective(new LabelHead(encoder, 2, random), [[0, 1], [1]], [0, 1]);
        yield return new TokenHead(encoder, random);
        yield return labels.Head;
        yield return labels;
        yield return new FixedPairs([[0]], [[1]]);
        yield return new Pretrainer(labels, new Adam(labels.Parameters), new PretrainingOptions(), random);
        var world = new GridWorld();
        yield return new TabularModel([1], 1, (_, _) => [new TabularOutcome(1, 0, 0, true)]);
        var learner = new QLearning(16, world.Spec.ActionCount, OneHotState.Index);
        var collector = new TransitionCollector([world], random);
        yield return world;
        yield return new VectorEnvironment(() => new GridWorld(), 1);
        yield return CartPoleVector.V1(1);
        yield return new VectorStepBuffers(world.Spec, 1);
        yield return Pendulum.Discrete(0);
        yield return new TimeAware(world);
        yield return new ParallelToTurnBased(world);
        yield return new TurnBasedToParallel(new ParallelToTurnBased(new GridWorld()));
        yield return new RecordEpisodes(world, new MemoryStream());
        yield return EpisodeRecording.Read(new MemoryStream("""{"environment":"GridWorld","agents":1,"seed":1,"options":false,"over":false,"actions":[],"rewards":[],"digests":[1]}"""u8.ToArray())).Single();
        yield return learner;
        yield return collector;
        yield return new Trainer<IReadOnlyList<Transition>>(collector, learner);
        yield return learner.Publish().Policy;
        var users = new TopicPopulation([0, 1, 0, 1], [1f, 1f, 1f, 1f], new TopicPopulationOptions { LikedTopics = 1 });
        var view = new ItemVectorView(new float[8], 2);
        yield return users;
        yield return view;
        yield return new LoggedPopulation([[0, 1, 2]], 4, new LoggedPopulationOptions());
        yield return new RecommendationEnvironment(users, view, new RecommendationEnvironmentOptions { SlateSize = 1, CandidateCount = 2 });
        var recommender = new RecommenderBuilder()
            .WithRanker(new InterestRankerOptions { Size = 4, Epochs = 1, Negatives = 1 })
            .WithReplay(new TeamTrainingOptions { Updates = 1, SessionsPerUpdate = 1, EvaluateEvery = 1, EvaluationSessions = 1 })
            .Build();
        recommender.Fit(log, ItemCatalog.Empty);
        yield return recommender;
        var kuhn = GameTree.Build(new KuhnPoker());
        yield return PayoffTable.Common([1], [0]);
        yield return kuhn;
        yield return TabularGamePolicy.Uniform(kuhn);
        yield return kuhn.Game.Start();
        var file = new MemoryStream();
        SafeTensorsFile.Write(file, new Dictionary<string, FloatTensor> { ["w"] = new FloatTensor(1) });
        yield return SafeTensorsFile.Read(file.ToArray());
    }

    [Fact]
    public void TheSearchItselfBites()
    {
        var guarded = typeof(Specimen).GetMethod(nameof(Specimen.Guarded))!;
        var careless = typeof(Specimen).GetMethod(nameof(Specimen.Careless))!;
        Assert.Equal(Outcome.Refused, new EntryPoint(typeof(Specimen), guarded, guarded.GetParameters()[1]).Call(new Samples()).Outcome);
        Assert.Equal(Outcome.Accepted, new EntryPoint(typeof(Specimen), careless, careless.GetParameters()[0]).Call(new Samples()).Outcome);
    }

    public static class Specimen
    {
        public static int Guarded(ReadOnlySpan<float> values, string name)
        {
            ArgumentNullException.ThrowIfNull(name);
            return values.Length + name.Length;
        }

        public static int Careless(string name) => name.Length;
    }
}
