using MarlRec.Data;
using MarlRec.Environments.Slates;
using MarlRec.Execution;

namespace MarlRec.Recommenders.Slates;

/// <summary>A view in the layout of <see cref="SlateTestData"/> over the 24 items of <see cref="SlateWorlds"/>: the topic decides the item vector, the item number the prior.</summary>
internal sealed class FeatureView : ISlateView
{
    private readonly float[] _noise = SlateTestData.Numbers(new RandomStream(77), 24 * 3);
    private readonly float[] _context = new float[4];

    public int ContextSize => 4;

    public int CandidateSize => SlateTestData.Layout.CandidateSize;

    public void Begin(ReadOnlySpan<int> history)
    {
        Array.Clear(_context);
        foreach (var item in history) Observe(item, EventKind.Click);
    }

    public void Observe(int item, EventKind kind)
    {
        for (var i = 0; i < 4; i++) _context[i] = kind == EventKind.View ? _context[i] * 0.99f : 0.7f * _context[i] + (item % 4 == i ? 1 : 0);
    }

    public int Offer(Span<int> items, Span<float> features, Span<float> context)
    {
        _context.CopyTo(context);
        for (var c = 0; c < items.Length; c++)
        {
            var item = items[c] = c;
            var row = features.Slice(c * CandidateSize, CandidateSize);
            (row[0], row[1], row[2]) = (1 - 0.1f * c, 0.1f * item, 0);
            for (var i = 0; i < 3; i++) row[3 + i] = (item % 4 == i ? 1 : 0) + 0.1f * _noise[item * 3 + i];
        }

        return items.Length;
    }
}
