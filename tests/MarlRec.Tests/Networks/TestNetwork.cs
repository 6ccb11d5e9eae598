using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>What a step of a <see cref="TestNetwork"/> reads.</summary>
internal sealed record NetworkInputs(int Batch, int Time, int[] Ids, int[] Lengths, float[] Numbers, int[] Targets, float[] Labels)
{
    internal static NetworkInputs Draw(int batch, int time, int seed = 0)
    {
        var random = new RandomStream((ulong)(batch * 100 + time + 10_000 * seed));
        var inputs = new NetworkInputs(batch, time, new int[batch * time], new int[batch], new float[batch * TestNetwork.Width], new int[batch], new float[batch]);
        foreach (ref var id in inputs.Ids.AsSpan()) id = random.Next(TestNetwork.Items);
        foreach (ref var length in inputs.Lengths.AsSpan()) length = 1 + random.Next(time);
        foreach (ref var number in inputs.Numbers.AsSpan()) number = (float)random.NextGaussian();
        foreach (ref var target in inputs.Targets.AsSpan()) target = random.Next(TestNetwork.Classes);
        foreach (ref var label in inputs.Labels.AsSpan()) label = random.Next(2);
        return inputs;
    }
}

/// <summary>A network with its loss.</summary>
internal sealed record TestModel((string Name, Parameter Parameter)[] Parameters, Func<Tape, NetworkInputs, Variable> Output, Func<Tape, Variable, NetworkInputs, Variable> Loss);

/// <summary>One network of each kind, for what must hold for all of them.</summary>
internal sealed record TestNetwork(string Name, Func<RandomStream, TestModel> Create)
{
    internal const int Items = 60, Width = 12, Classes = 7;

    internal static IReadOnlyList<TestNetwork> All { get; } =
    [
        new("Q-network", random =>
        {
            var network = new Sequential(new Linear(Width, 20, random) { Activation = ActivationKind.Relu }, new Linear(20, 20, random), new Activation(ActivationKind.Gelu), new Linear(20, Classes, random));
            return new([.. network.NamedParameters()], (t, x) => network.Forward(t, t.Constant(x.Numbers, x.Batch, Width)), (t, y, x) => t.Huber(t.GatherColumns(y, x.Targets), x.Labels));
        }),
        new("policy", random =>
        {
            var network = new Sequential(new Linear(Width, 20, random), new Activation(ActivationKind.Tanh), new Linear(20, Classes, random));
            return new([.. network.NamedParameters()], (t, x) => network.Forward(t, t.Constant(x.Numbers, x.Batch, Width)), (t, y, x) =>
            {
                var logP = t.MaskedLogSoftmax(y);
                return t.Subtract(t.WeightedSum(t.GatherColumns(logP, x.Targets), x.Labels), t.Scale(t.Mean(t.Entropy(logP)), 0.01f));
            });
        }),
        new("LSTM classifier", random =>
        {
            var network = new Sequential(new Embedding(Items, Width, random), new Lstm(Width, 16, random), new Linear(16, 1, random));
            return new([.. network.NamedParameters()], (t, x) => network.Forward(t, new SequenceBatch(x.Ids, x.Lengths, x.Time)), (t, y, x) => t.BinaryCrossEntropyWithLogits(y, x.Labels));
        }),
        new("next item, row-sparse", random =>
        {
            var items = new Embedding(Items, Width, random, rowSparse: true);
            var lstm = new Lstm(Width, Width, random);
            return new(
                [.. items.NamedParameters(), .. lstm.NamedParameters()],
                (t, x) => Lstm.Last(t, lstm.Forward(t, items.Forward(t, x.Ids, x.Batch, x.Time), x.Lengths), x.Lengths),
                (t, y, x) => t.SampledSoftmax(y, items.Weight, null, x.Targets, s_ones.AsSpan(0, x.Batch), s_negatives));
        }),
        new("next item, full softmax", random =>
        {
            var items = new Embedding(Items, Width, random);
            var bias = new Parameter(new FloatTensor(Items));
            return new(
                [.. items.NamedParameters(), ("bias", bias)],
                (t, x) => t.LastSteps(items.Forward(t, x.Ids, x.Batch, x.Time), x.Lengths),
                (t, y, x) => t.SoftmaxCrossEntropy(y, t.Parameter(items.Weight), t.Parameter(bias), x.Targets));
        }),
        new("transformer encoder, causal, pre-norm", random => Transformer(random, true, true)),
        new("transformer encoder, post-norm", random => Transformer(random, false, false)),
        new("GRU values", random =>
        {
            var gru = new Gru(Width, 16, random);
            var items = new Embedding(Items, Width, random);
            var head = new Linear(16, Classes, random);
            return new(
                [.. items.NamedParameters().Select(p => ("items." + p.Name, p.Parameter)), .. gru.NamedParameters().Select(p => ("gru." + p.Name, p.Parameter)), .. head.NamedParameters()],
                (t, x) => head.Forward(t, t.LastSteps(gru.Forward(t, items.Forward(t, x.Ids, x.Batch, x.Time), x.Lengths), x.Lengths)),
                (t, y, x) => t.Add(t.CrossEntropy(y, x.Targets), t.MeanSquaredError(t.MaximumColumns(y), x.Labels)));
        }),
        new("transformer encoder", random =>
        {
            var options = new TransformerOptions { Size = Width, Heads = 3, Inner = 20, Layers = 2, Dropout = 0 };
            var items = new Embedding(Items, Width, random);
            var encoder = new TransformerEncoder(options, random);
            return new(
                [.. items.NamedParameters().Select(p => ("items." + p.Name, p.Parameter)), .. encoder.NamedParameters()],
                (t, x) => t.MeanSteps(encoder.Forward(t, items.Forward(t, x.Ids, x.Batch, x.Time), x.Lengths, causal: true), x.Lengths),
                (t, y, x) => t.SoftmaxCrossEntropy(y, t.Parameter(items.Weight), null, x.Targets));
        }),
        new("transformer decoder, dropout", random =>
        {
            var options = new TransformerOptions { Size = Width, Heads = 2, Inner = 20, Layers = 1, Dropout = 0.2f };
            var items = new Embedding(Items, Width, random);
            var decoder = new TransformerDecoder(options, random);
            var drops = random.Fork("dropout");
            return new(
                [.. items.NamedParameters().Select(p => ("items." + p.Name, p.Parameter)), .. decoder.NamedParameters()],
                (t, x) =>
                {
                    var steps = items.Forward(t, x.Ids, x.Batch, x.Time);
                    return t.MeanSteps(decoder.Forward(t, steps, steps, x.Lengths, x.Lengths, random: t.IsRecording ? drops : null), x.Lengths);
                },
                (t, y, x) => t.SoftmaxCrossEntropy(y, t.Parameter(items.Weight), null, x.Targets));
        }),
    ];

    private static readonly float[] s_ones = [.. Enumerable.Repeat(1f, 64)];
    private static readonly int[] s_negatives = [.. Enumerable.Range(10, 30)];

    private static TestModel Transformer(RandomStream random, bool normFirst, bool causal)
    {
        var items = new Embedding(Items, Width, random);
        var positions = new LearnedPositions(64, Width, random);
        var encoder = new TransformerEncoder(new() { Size = Width, Heads = 3, Inner = 20, Layers = 2, NormFirst = normFirst, Activation = ActivationKind.Gelu }, random);
        return new(
            [.. items.NamedParameters().Select(p => ("items." + p.Name, p.Parameter)), .. positions.NamedParameters().Select(p => ("positions." + p.Name, p.Parameter)), .. encoder.NamedParameters()],
            (t, x) => t.MeanSteps(encoder.Forward(t, positions.Forward(t, items.Forward(t, x.Ids, x.Batch, x.Time)), x.Lengths, causal), x.Lengths),
            (t, y, x) => t.SoftmaxCrossEntropy(y, t.Parameter(items.Weight), null, x.Targets));
    }
}
