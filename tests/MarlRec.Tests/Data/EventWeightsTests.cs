using MarlRec.Data;

namespace MarlRec.Tests.Data;

public class EventWeightsTests
{
    [Fact]
    public void Every_kind_has_its_own_weight_that_its_property_sets()
    {
        var weights = new EventWeights { View = 1, Click = 2, Like = 3, Dislike = -4, Cart = 5, Purchase = 6, Skip = -7, RatingNeutral = 3, RatingScale = 2 };
        weights.Validate();
        EventKind[] plain = [EventKind.View, EventKind.Click, EventKind.Like, EventKind.Dislike, EventKind.Cart, EventKind.Purchase, EventKind.Skip];
        Assert.Equal([1f, 2f, 3f, -4f, 5f, 6f, -7f], plain.Select(kind => weights.Of(kind)));
        Assert.Equal(4f, weights.Of(EventKind.Rating, 5f));
        Assert.Equal(4f, weights.Of(EventKind.Click, 2f));
    }

    [Fact]
    public void Defaults_speak_against_dislike_and_skip_and_for_the_rest()
    {
        EventWeights.Default.Validate();
        foreach (var kind in Enum.GetValues<EventKind>())
            Assert.Equal(kind is EventKind.Dislike or EventKind.Skip, EventWeights.Default.Of(kind, kind == EventKind.Rating ? 5f : 1f) < 0);
    }

    [Fact]
    public void Bad_values_are_named()
    {
        Assert.Equal("Dislike", Assert.Throws<ArgumentOutOfRangeException>(() => new EventWeights { Dislike = 1 }.Validate()).ParamName);
        Assert.Equal("Skip", Assert.Throws<ArgumentOutOfRangeException>(() => new EventWeights { Skip = float.NaN }.Validate()).ParamName);
        Assert.Equal("RatingScale", Assert.Throws<ArgumentOutOfRangeException>(() => new EventWeights { RatingScale = -1 }.Validate()).ParamName);
        Assert.Equal("View", Assert.Throws<ArgumentOutOfRangeException>(() => new EventWeights { View = float.NaN }.Validate()).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => EventWeights.Default.Of((EventKind)42));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventWeights.Default.Of(EventKind.Click, float.NaN));
    }
}
