using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks.Oracles;

/// <summary>How big a drawn case is.</summary>
internal enum CaseSize
{
    /// <summary>All sizes 0 where an operation allows it.</summary>
    Zero,

    /// <summary>All sizes 1.</summary>
    One,

    /// <summary>Each size for itself, 0 and 1 among them.</summary>
    Random,

    /// <summary>Big enough to be cut into tiles.</summary>
    Large,
}

/// <summary>Draws shapes and operands of one case.</summary>
internal sealed class Draw(RandomStream random, CaseSize size)
{
    internal RandomStream Random => random;

    internal bool IsLarge => size == CaseSize.Large;

    /// <summary>A size that may be 0; <paramref name="large"/> in a large case.</summary>
    internal int Size(int large = 19) => size switch
    {
        CaseSize.Zero => 0,
        CaseSize.One => 1,
        CaseSize.Large => large,
        _ => random.Next(16) switch { 0 => 0, 1 or 2 => 1, 3 => 17 + random.Next(24), _ => 2 + random.Next(9) },
    };

    /// <summary>A size of at least 1.</summary>
    internal int Positive(int large = 19) => Math.Max(1, Size(large));

    internal FloatTensor Normal(params ReadOnlySpan<int> shape)
    {
        var tensor = new FloatTensor(shape);
        foreach (ref var x in tensor.Span) x = (float)random.NextGaussian();
        return tensor;
    }

    /// <summary>Normal, but at least 0.01 away from each kink, so that a difference does not step over it.</summary>
    internal FloatTensor Away(ReadOnlySpan<double> kinks, params ReadOnlySpan<int> shape)
    {
        var tensor = Normal(shape);
        foreach (ref var x in tensor.Span)
            foreach (var kink in kinks)
                if (Math.Abs(x - kink) < 0.01) x = (float)(kink + (x < kink ? -0.02 : 0.02));
        return tensor;
    }

    internal float[] Constants(int length) => Normal(length).Span.ToArray();

    internal int[] Ids(int count, int exclusiveMaximum)
    {
        var ids = new int[count];
        foreach (ref var id in ids.AsSpan()) id = random.Next(exclusiveMaximum);
        return ids;
    }

    /// <summary>Lengths in [0, time]; one in four is 0 or full.</summary>
    internal int[] Lengths(int batch, int time)
    {
        var lengths = new int[batch];
        foreach (ref var length in lengths.AsSpan()) length = random.Next(8) switch { 0 => 0, 1 => time, _ => random.Next(time + 1) };
        return lengths;
    }

    /// <summary>Flags, at least one of them true in each row.</summary>
    internal bool[] Mask(int rows, int columns)
    {
        var mask = new bool[rows * columns];
        foreach (ref var flag in mask.AsSpan()) flag = random.NextSingle() < 0.6f;
        for (var row = 0; row < rows; row++) mask[row * columns + random.Next(columns)] = true;
        return mask;
    }
}
