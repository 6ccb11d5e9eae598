using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

public class KeyValueCacheTests
{
    private const int Size = 12, Batch = 3, Capacity = 40;
    private static readonly TransformerOptions s_options = new() { Size = Size, Heads = 3, Inner = 20, Layers = 2, NormFirst = true };

    [Theory]
    [InlineData(1)]
    [InlineData(33)] // past a panel
    public void ReorderedSequencesGoOnAsIfTheyHadAlwaysBeenTheirParents(int before)
    {
        var random = new RandomStream(1);
        var decoder = new TransformerDecoder(s_options, random);
        float[] first = Draw(random, before), second = Draw(random, 1), third = Draw(random, 2), oneMemory = GradientCheck.Normal(random, 7 * Size).Span.ToArray();
        float[] memory = [.. oneMemory, .. oneMemory, .. oneMemory];
        int[] parents = [2, 0, 2], again = [1, 1, 0];
        float[] Run(Action<KeyValueCache, int[]>? reorder, Func<float[], int, float[]> history)
        {
            var tape = new Tape(ComputeContext.Serial, recording: false);
            var cache = decoder.CreateCache(Batch, Capacity);
            decoder.Begin(tape, tape.Constant(memory, Batch, 7, Size), [7, 7, 7], cache);
            decoder.Step(tape, tape.Constant(history(first, 0), Batch, before, Size), cache);
            reorder?.Invoke(cache, parents);
            decoder.Step(tape, tape.Constant(history(second, 1), Batch, 1, Size), cache);
            reorder?.Invoke(cache, again);
            return decoder.Step(tape, tape.Constant(third, Batch, 2, Size), cache).Value.ToArray();
        }

        var reordered = Run((cache, order) => cache.Reorder(order), (steps, _) => steps);
        // The same, with each sequence fed its ancestors' steps from the start.
        var fed = Run(null, (steps, round) => Pick(steps, round == 0 ? [parents[again[0]], parents[again[1]], parents[again[2]]] : again));
        Assert.Equal(fed, reordered);
        Assert.NotEqual(Run(null, (steps, _) => steps), reordered);
    }

    [Fact]
    public void BadParentsNameWhatIsWrong()
    {
        var cache = new TransformerDecoder(s_options, new RandomStream(1)).CreateCache(Batch, 4);
        Assert.Contains("2 entries", Assert.Throws<ArgumentException>("parents", () => cache.Reorder([0, 1])).Message);
        Assert.Contains("parents[1] must be in [0, 3)", Assert.Throws<ArgumentOutOfRangeException>("parents", () => cache.Reorder([0, 3, 1])).Message);
    }

    private static float[] Draw(RandomStream random, int steps) => GradientCheck.Normal(random, Batch * steps * Size).Span.ToArray();

    private static float[] Pick(float[] steps, int[] rows)
    {
        var width = steps.Length / Batch;
        return [.. rows.SelectMany(row => steps.Skip(row * width).Take(width))];
    }
}
