namespace MarlRec.Environments.Wrappers;

/// <summary>Bounds of flat values of any space.</summary>
internal static class BoxBounds
{
    /// <summary>The least box that holds every flat value of a space: its own bounds for a box, 0 to 1 for the others, which are one-hot.</summary>
    internal static (float[] Low, float[] High) Of(Space space)
    {
        if (space is BoxSpace box) return (box.Low.ToArray(), box.High.ToArray());
        var high = new float[space.FlatSize];
        Array.Fill(high, 1);
        return (new float[space.FlatSize], high);
    }
}
