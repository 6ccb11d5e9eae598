using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>What a sampled softmax keeps: the rows that count, packed, and the sample of negatives.</summary>
internal unsafe struct SoftmaxSample
{
    internal const int TileRows = 48;

    internal int Width, Count, NegativeCount, Tiles;
    internal int* Rows; // [M] rows of the input that count
    internal int* Targets; // [M]
    internal float* Weights; // [M]
    internal float* Losses; // [M]
    internal int* Right; // [M] 1 where nothing is above the target
    internal float* Hidden; // [M, D]
    internal float* TargetCorrections; // [M]
    internal float* TargetLogits; // [M]: probabilities after the forward tiles, gradients after the backward ones
    internal float* Logits; // [M, S]: likewise
    internal int* NegativeIds; // [S]
    internal int* SortedIds; // [S] ascending
    internal int* SortedPlaces; // [S] where each of them stands in NegativeIds
    internal float* Negatives; // [S, D]
    internal float* Offsets; // [S] bias − correction

    internal static SoftmaxSample* Create(Workspace workspace, int width, int negatives, int count)
    {
        var sample = workspace.Allocate<SoftmaxSample>();
        sample->Width = width;
        sample->Count = count;
        sample->NegativeCount = negatives;
        sample->Tiles = (count + TileRows - 1) / TileRows;
        sample->Rows = workspace.AllocateInts(count);
        sample->Targets = workspace.AllocateInts(count);
        sample->Weights = workspace.AllocateFloats(count);
        sample->Losses = workspace.AllocateFloats(count);
        sample->Right = workspace.AllocateInts(count);
        sample->Hidden = workspace.AllocateFloats(checked(count * width));
        sample->TargetCorrections = workspace.AllocateFloats(count);
        sample->TargetLogits = workspace.AllocateFloats(count);
        sample->Logits = workspace.AllocateFloats(checked(count * negatives));
        return sample;
    }

    /// <summary>Packs the rows that count.</summary>
    internal readonly void Gather(float* hidden, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, ReadOnlySpan<float> corrections)
    {
        var next = 0;
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] == 0) continue;
            Rows[next] = row;
            Targets[next] = targets[row];
            Weights[next] = weights[row];
            TargetCorrections[next] = corrections.IsEmpty ? 0 : corrections[row];
            new ReadOnlySpan<float>(hidden + (nint)row * Width, Width).CopyTo(new Span<float>(Hidden + (nint)next * Width, Width));
            next++;
        }
    }

    internal void GatherNegatives(Workspace workspace, float* table, float* bias, ReadOnlySpan<int> negatives, ReadOnlySpan<float> corrections)
    {
        NegativeIds = workspace.AllocateInts(NegativeCount);
        SortedIds = workspace.AllocateInts(NegativeCount);
        SortedPlaces = workspace.AllocateInts(NegativeCount);
        Negatives = workspace.AllocateFloats(checked(NegativeCount * Width));
        Offsets = workspace.AllocateFloats(NegativeCount);
        for (var i = 0; i < NegativeCount; i++)
        {
            var id = negatives[i];
            NegativeIds[i] = SortedIds[i] = id;
            SortedPlaces[i] = i;
            Offsets[i] = (bias == null ? 0 : bias[id]) - (corrections.IsEmpty ? 0 : corrections[i]);
            new ReadOnlySpan<float>(table + (nint)id * Width, Width).CopyTo(new Span<float>(Negatives + (nint)i * Width, Width));
        }

        new Span<int>(SortedIds, NegativeCount).Sort(new Span<int>(SortedPlaces, NegativeCount));
    }

    /// <summary>Takes a row's target out of its negatives.</summary>
    internal readonly void MaskTarget(int row)
    {
        var target = Targets[row];
        int low = 0, high = NegativeCount;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (SortedIds[middle] < target) low = middle + 1;
            else high = middle;
        }

        for (; low < NegativeCount && SortedIds[low] == target; low++)
            Logits[(nint)row * NegativeCount + SortedPlaces[low]] = float.NegativeInfinity;
    }
}
