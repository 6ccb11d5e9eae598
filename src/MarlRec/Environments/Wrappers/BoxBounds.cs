namespace MarlRec.Environments.Wrappers;

/// <summary>Bounds of flat values of any space.</summary>
internal static class BoxBounds
{
    /// <summary>The least box that holds every flat value of a space: its own bounds for a box, those of the parts for a composed space, and 0 to 1 for the others,
    /// which are written in zeros and ones.</summary>
    internal static (float[] Low, float[] High) Of(Space space)
    {
        switch (space)
        {
            case BoxSpace box:
                return (box.Low.ToArray(), box.High.ToArray());
            case CompositeSpace composite:
                var parts = composite.Parts.Select(Of).ToList();
                return ([.. parts.SelectMany(part => part.Low)], [.. parts.SelectMany(part => part.High)]);
            default:
                var high = new float[space.FlatSize];
                Array.Fill(high, 1);
                return (new float[space.FlatSize], high);
        }
    }
}
