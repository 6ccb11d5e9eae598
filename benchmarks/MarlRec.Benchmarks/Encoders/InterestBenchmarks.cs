using BenchmarkDotNet.Attributes;
using MarlRec.Encoders;
using MarlRec.Encoders.Bodies;
using MarlRec.Encoders.Interest;
using MarlRec.Encoders.Pooling;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Benchmarks.Encoders;

/// <summary>One user's interest vector of width 64 after one more event, and the same from the whole history.</summary>
[MemoryDiagnoser]
public class InterestBenchmarks
{
    private const int Size = 64, Items = 10_000, Words = 5_000;

    private InterestEncoder _encoder = null!;
    private InterestState _state = null!;
    private int[] _history = [];
    private int _next;

    /// <summary>An LSTM, or two causal layers of attention that can read 100 events.</summary>
    [Params("lstm", "attention")]
    public string Body { get; set; } = "lstm";

    /// <summary>T, events before the new one.</summary>
    [Params(50)]
    public int History { get; set; }

    /// <summary>Whether the user has said something, so that the gate mixes.</summary>
    [Params(false, true)]
    public bool Text { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        var options = new TransformerOptions { Size = Size, Heads = 2, Inner = 4 * Size, Layers = 2 };
        SequenceBody body = Body == "lstm" ? new RecurrentBody(RecurrentCell.Lstm, Size, random) : new TransformerBody(options, 100, random, causal: true);
        var text = new TokenEncoder(Words, new RecurrentBody(RecurrentCell.Lstm, Size, random), PoolingKind.Last, random);
        _encoder = new InterestEncoder(Items, body, text, random);
        _encoder.Freeze();
        _history = [.. Enumerable.Range(0, History).Select(i => i * 7 % Items)];
        _state = _encoder.Append(_encoder.WithText(_encoder.Begin(), Text ? [1, 2, 3, 4] : []), _history);
    }

    /// <summary>Goes on and on, so that doubled room and the reading again of a full body's newer half are in the mean.</summary>
    [Benchmark(Baseline = true)]
    public float Append()
    {
        _state = _encoder.Append(_state, _next);
        _next = (_next + 1) % Items;
        return _state.Interest[0];
    }

    /// <summary>What would have to be done without a state.</summary>
    [Benchmark]
    public float WholeHistory() => _encoder.Append(_encoder.Begin(), _history).Interest[0];
}
