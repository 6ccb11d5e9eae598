using MarlRec.Data;

namespace MarlRec.Environments.Slates;

public class ItemVectorViewTests
{
    // Scores for a user of item 0: 0 → 1, 1 → 0.5, 2 → −1, 3 → 0, 4 → 0.5, 5 → −0.
    private static readonly float[] s_vectors = [1, 0, 0.5f, 1, -1, 0, 0, 1, 0.5f, 0, -0f, 0];

    [Fact]
    public void OffersTheNearestItemsNotConsumedFirst()
    {
        var view = new ItemVectorView(s_vectors, 2);
        view.Begin([0]);
        var (items, features, context) = (new int[6], new float[12], new float[2]);
        Assert.Equal(6, view.Offer(items, features, context));
        Assert.Equal([1, 0], context);
        Assert.Equal([1, 4, 3, 5, 2, 0], items); // equals by item number, consumed ones last
        for (var c = 0; c < 6; c++) Assert.Equal(s_vectors[(items[c] * 2)..(items[c] * 2 + 2)], features[(c * 2)..(c * 2 + 2)]);

        view.Observe(3, EventKind.View);
        view.Observe(3, EventKind.Skip);
        view.Observe(1, EventKind.Click);
        Assert.Equal(2, view.Offer(items.AsSpan(0, 2), features, context));
        Assert.Equal([0.75f, 0.5f], context);
        Assert.Equal([3, 4], items[..2]);

        view.Begin([]);
        view.Offer(items, features, context);
        Assert.Equal([0, 0], context);
        Assert.Equal([0, 1, 2, 3, 4, 5], items);
    }

    [Fact]
    public void BadInputIsNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new ItemVectorView([1], 0));
        Assert.Throws<ArgumentException>("vectors", () => new ItemVectorView([], 2));
        Assert.Throws<ArgumentException>("vectors", () => new ItemVectorView([1, 2, 3], 2));
        Assert.Throws<ArgumentException>("vectors", () => new ItemVectorView([1, float.NaN], 2));
        var view = new ItemVectorView(s_vectors, 2);
        Assert.Throws<ArgumentOutOfRangeException>("item", () => view.Observe(6, EventKind.Click));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => view.Begin([-1]));
    }
}
