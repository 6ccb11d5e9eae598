using MarlRec.Data;
using MarlRec.Networks;

namespace MarlRec.Encoders.Fusion;

/// <summary>Reads what a catalogue knows about items in one modality, for <see cref="ModalityFusion"/>.</summary>
public static class ModalityVectors
{
    /// <summary>The vectors of some items in one modality, zeros where an item has none.</summary>
    /// <param name="tape">Receives the vectors as a constant.</param>
    /// <param name="catalog">Holds the items.</param>
    /// <param name="modality">A modality that at least one item of the catalogue has.</param>
    /// <param name="items">N indices of the catalogue.</param>
    /// <param name="present">Receives N flags: which items have the modality.</param>
    /// <returns>Shape [N, size of the modality].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">No item has the modality, or <paramref name="present"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the catalogue.</exception>
    public static Variable Gather(Tape tape, ItemCatalog catalog, string modality, ReadOnlySpan<int> items, Span<bool> present)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(modality);
        if (!catalog.ModalitySizes.TryGetValue(modality, out var size))
            throw new ArgumentException($"No item has modality \"{modality}\"; known are: {string.Join(", ", catalog.ModalitySizes.Keys.Order(StringComparer.Ordinal))}.", nameof(modality));
        if (present.Length != items.Length) throw new ArgumentException($"present has room for {present.Length} flags, but there are {items.Length} items.", nameof(present));
        for (var i = 0; i < items.Length; i++)
            if ((uint)items[i] >= (uint)catalog.Count) throw new ArgumentOutOfRangeException(nameof(items), items[i], $"items[{i}] must be in [0, {catalog.Count}).");
        var block = tape.Workspace.Floats(checked(items.Length * size));
        block.Clear();
        for (var i = 0; i < items.Length; i++)
        {
            present[i] = catalog[items[i]].Modalities.TryGetValue(modality, out var vector);
            if (present[i]) vector.CopyTo(block[(i * size)..]);
        }

        return tape.Constant(block, items.Length, size);
    }
}
