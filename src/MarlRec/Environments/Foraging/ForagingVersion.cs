namespace MarlRec.Environments.Foraging;

/// <summary>Which rules place players and draw food levels: published scores are of the first, the current package plays the third.</summary>
public enum ForagingVersion
{
    /// <summary>Players never start in the last row or column, and a food's level stays below its maximum unless minimum and maximum are equal. Easier.</summary>
    V1,

    /// <summary>Players start anywhere, and food levels go up to their maximum.</summary>
    V3,
}
