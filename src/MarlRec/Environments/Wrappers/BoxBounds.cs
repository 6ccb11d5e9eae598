namespace MarlRec.Environments.Wrappers;

/// <summary>Bounds of flat values of any space.</summary>
internal static class BoxBounds
{
    /// <summary>The least box that holds every flat value of a space: its own bounds for a box, those of the parts for a composed space, 0 to 1 for those
    /// that are written in zeros and ones, and none for a space of somebody else's.</summary>
    internal static (float[] Low, float[] High) Of(Space space)
    {
        switch (space)
        {
            case BoxSpace box:
                return (box.Low.ToArray(), box.High.ToArray());
            case CompositeSpace composite:
                var parts = composite.Parts.Select(Of).ToList();
                return ([.. parts.SelectMany(part => part.Low)], [.. parts.SelectMany(part => part.High)]);
            case DiscreteSpace or MultiDiscreteSpace or MultiBinarySpace:
                return (Filled(space, 0), Filled(space, 1));
            default:
                return (Filled(space, float.NegativeInfinity), Filled(space, float.PositiveInfinity));
        }
    }

    private static float[] Filled(Space space, float bound)
    {
        var bounds = new float[space.FlatSize];
        Array.Fill(bounds, bound);
        return bounds;
    }
}
