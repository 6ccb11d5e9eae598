namespace MarlRec.Data.Splits;

/// <summary>Three logs that share their id maps: what to learn from, what to choose with, what to report on.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class DataSplit
{
    /// <summary>A split made elsewhere, such as the files of a published one.</summary>
    /// <param name="train">What models are fitted to.</param>
    /// <param name="validation">What options are chosen with; may hold no events.</param>
    /// <param name="test">What is reported; may hold no events.</param>
    /// <exception cref="ArgumentNullException">A log is null.</exception>
    /// <exception cref="ArgumentException">The logs do not share the same id maps.</exception>
    public DataSplit(InteractionLog train, InteractionLog validation, InteractionLog test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(test);
        CheckMaps(train, validation, nameof(validation));
        CheckMaps(train, test, nameof(test));
        Train = train;
        Validation = validation;
        Test = test;
    }

    /// <summary>What models are fitted to.</summary>
    public InteractionLog Train { get; }

    /// <summary>What options are chosen with; may hold no events.</summary>
    public InteractionLog Validation { get; }

    /// <summary>What is reported; may hold no events.</summary>
    public InteractionLog Test { get; }

    private static void CheckMaps(InteractionLog train, InteractionLog other, string name)
    {
        if (!ReferenceEquals(train.UserIds, other.UserIds) || !ReferenceEquals(train.ItemIds, other.ItemIds))
            throw new ArgumentException($"{name} must share its id maps with train: read both with the same ReadOptions.UserIds and ItemIds.", name);
    }
}
