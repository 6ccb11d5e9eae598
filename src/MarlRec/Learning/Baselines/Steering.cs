using MarlRec.Environments.Particle;

namespace MarlRec.Learning.Baselines;

/// <summary>Steers a particle to a point, one push at a time.</summary>
internal static class Steering
{
    private const float Interval = 0.1f, Kept = 0.75f;

    /// <summary>The action after which the particle is nearest to the point: where the push first shows, which with positions first is a step later.</summary>
    /// <param name="order">The world's.</param>
    /// <param name="x">The point, relative to the particle.</param>
    /// <param name="y">The point, relative to the particle.</param>
    /// <param name="velocityX">The particle's velocity.</param>
    /// <param name="velocityY">The particle's velocity.</param>
    /// <param name="push">The force of its push.</param>
    internal static int Towards(IntegrationOrder order, float x, float y, float velocityX, float velocityY, float push = 5)
    {
        if (order == IntegrationOrder.PositionFirst)
        {
            x -= velocityX * Interval;
            y -= velocityY * Interval;
        }

        x -= velocityX * Kept * Interval;
        y -= velocityY * Kept * Interval;
        var shift = push * Interval * Interval;
        // Any push moves by the same length, so the longer axis gains most; and none is better than one that overshoots by more than it gains.
        return Math.Abs(x) >= Math.Abs(y)
            ? Math.Abs(x) <= shift / 2 ? 0 : x < 0 ? 1 : 2
            : Math.Abs(y) <= shift / 2 ? 0 : y < 0 ? 3 : 4;
    }
}
