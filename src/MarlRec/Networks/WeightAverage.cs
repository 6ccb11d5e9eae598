using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>An exponential moving average of a network's weights, which often serves better than the last weights (Polyak and Juditsky, 1992).</summary>
/// <remarks>
/// <para><c>average ← average + r · (online − average)</c> with <c>r = (1 − d) / (1 − dᵗ)</c> at update t: the mean of all weights seen so far, each worth d times as much as the
/// next one. The divisor corrects the bias of the beginning, as Adam's does, so that what the average held before the first update does not count.</para>
/// <para>Thread safety: <em>single owner</em>, who owns both modules during an update.</para>
/// </remarks>
public sealed class WeightAverage
{
    private readonly ParameterPairs _pairs;

    /// <summary>An average of nothing yet.</summary>
    /// <param name="online">The trained module.</param>
    /// <param name="average">The module that holds the average, with parameters of the same names and shapes.</param>
    /// <param name="decay">d, in [0, 1): about 1 / (1 − d) updates count.</param>
    /// <param name="context">Runs the loops; null for the calling thread. The bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException">A module is null.</exception>
    /// <exception cref="ArgumentException">The modules share a parameter, or differ in a name or a shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is out of range.</exception>
    public WeightAverage(Module online, Module average, double decay = 0.999, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(online);
        ArgumentNullException.ThrowIfNull(average);
        if (!(decay >= 0 && decay < 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, "decay must be in [0, 1).");
        _pairs = new ParameterPairs(online, average, context, nameof(average));
        Decay = decay;
    }

    /// <summary>d.</summary>
    public double Decay { get; }

    /// <summary>t, how many updates have been made.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the present weights into the average.</summary>
    /// <exception cref="InvalidOperationException">A parameter of the average is frozen. Nothing has been written then.</exception>
    public void Update()
    {
        _pairs.Blend((1 - Decay) / (1 - Math.Pow(Decay, Count + 1)));
        Count++;
    }

    /// <summary>Copies the count into a dictionary; the weights are the averaging module's to export.</summary>
    /// <param name="into">Receives <c>prefix + "count"</c>.</param>
    /// <param name="prefix">Put in front of the name as it is, such as <c>"average."</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is taken already.</exception>
    public void ExportState(IDictionary<string, FloatTensor> into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        into.Add(prefix + "count", StateTensors.FromCount(Count));
    }

    /// <summary>Continues from an exported count; other entries are ignored.</summary>
    /// <param name="from">What <see cref="ExportState"/> wrote.</param>
    /// <param name="prefix">As at the export.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The tensor is missing, or is not a count.</exception>
    public void ImportState(IReadOnlyDictionary<string, FloatTensor> from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        Count = StateTensors.ToCount(StateTensors.Require(from, prefix + "count", new Shape(4)), prefix + "count");
    }
}
