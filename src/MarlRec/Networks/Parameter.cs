using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A trained tensor and its gradient.</summary>
/// <remarks>
/// <para>The gradient takes memory from its first use on; a module that only infers has none.</para>
/// <para>A <em>row-sparse</em> parameter is a table [V, …] of which a step reads few rows, such as an embedding's. It notes which rows of its gradient
/// have been written, so that zeroing, clipping and an optimiser's step cost what was written, not V. Operations that look rows up note these rows; any other
/// operation notes all. An optimiser then leaves rows without a gradient exactly as they are, its own state for them included, which is another algorithm
/// than the dense one: see <see cref="Optimizer"/>.</para>
/// <para>Thread safety: <em>single owner</em> while trained; any number of threads may infer with it while nobody trains.</para>
/// </remarks>
public sealed class Parameter
{
    private FloatTensor? _gradient;
    private FloatTensor? _packed;

    /// <summary>A parameter with its initial value, which it owns from now on.</summary>
    /// <param name="value">The initial value.</param>
    /// <param name="rowSparse">Whether to note which rows of the gradient are written. A row is what one index into the first dimension names.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="rowSparse"/> is set, but <paramref name="value"/> is a scalar, which has no rows.</exception>
    public Parameter(FloatTensor value, bool rowSparse = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (rowSparse && value.Shape.Rank == 0) throw new ArgumentException("A scalar has no rows; rowSparse needs shape [V] or [V,...].", nameof(rowSparse));
        Value = value;
        if (rowSparse) TouchedRows = new RowSet(value.Shape[0]);
    }

    /// <summary>The name within its module, such as <c>weight</c>; empty until a module registers it.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The value.</summary>
    public FloatTensor Value { get; }

    /// <summary>Whether the parameter notes which rows of its gradient are written.</summary>
    public bool IsRowSparse => TouchedRows is not null;

    /// <summary>
    /// The sum of the gradients since the last <see cref="ZeroGradient"/>, shaped as the value. Who writes into a row-sparse parameter's by hand names the rows
    /// with <see cref="TouchRow"/> or <see cref="TouchAllRows"/>; what is in other rows is neither used nor zeroed.
    /// </summary>
    public FloatTensor Gradient => _gradient ??= new FloatTensor(Value.Shape);

    /// <summary>The rows whose gradient may differ from zero; null for a parameter that is not row-sparse.</summary>
    internal RowSet? TouchedRows { get; }

    /// <summary>How many elements a row of a row-sparse parameter has.</summary>
    internal int RowWidth => TouchedRows is { Rows: > 0 } rows ? Value.Length / rows.Rows : 0;

    /// <summary>Says that a row of the gradient has been written. Does nothing when the parameter is not row-sparse.</summary>
    /// <param name="row">In [0, V).</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameter is row-sparse and has no such row.</exception>
    public void TouchRow(int row)
    {
        if (TouchedRows is null) return;
        if ((uint)row >= (uint)TouchedRows.Rows) throw new ArgumentOutOfRangeException(nameof(row), row, $"row must be in [0, {TouchedRows.Rows}) for shape {Value.Shape}.");
        TouchedRows.Add(row);
    }

    /// <summary>Says that any row of the gradient may have been written. Does nothing when the parameter is not row-sparse.</summary>
    public void TouchAllRows() => TouchedRows?.AddAll();

    /// <summary>
    /// Whether the value is fixed: tapes give it no gradient, optimisers leave it alone, and a linear layer lays it out for its products once instead of at
    /// each call.
    /// </summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Fixes the value. Until <see cref="Unfreeze"/> nobody may write it: what was laid out would not follow.</summary>
    public void Freeze() => IsFrozen = true;

    /// <summary>Makes the value trainable again.</summary>
    public void Unfreeze()
    {
        IsFrozen = false;
        _packed = null;
    }

    /// <summary>A frozen matrix [N, K], packed as the right factor [K, N] of a product; any number of threads may ask for it.</summary>
    internal unsafe FloatTensor PackedTransposed()
    {
        var packed = Volatile.Read(ref _packed);
        if (packed is not null) return packed;
        int n = Value.Shape[0], k = Value.Shape[1];
        packed = new FloatTensor(Gemm.PackedLength(k, n));
        Gemm.Pack(k, n, Value.Pointer, 1, k, packed.Pointer);
        GC.KeepAlive(this);
        return Interlocked.CompareExchange(ref _packed, packed, null) ?? packed;
    }

    /// <summary>Sets the gradient to zero.</summary>
    public void ZeroGradient()
    {
        if (TouchedRows is null || TouchedRows.IsAll) _gradient?.Span.Clear();
        else if (_gradient is not null)
            foreach (var row in TouchedRows.Ids) _gradient.Span.Slice(row * RowWidth, RowWidth).Clear();
        TouchedRows?.Clear();
    }
}
