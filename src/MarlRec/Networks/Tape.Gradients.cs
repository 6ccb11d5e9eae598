using MarlRec.Kernels;

namespace MarlRec.Networks;

public sealed unsafe partial class Tape
{
    // A shard keeps the rows that it looked up of a table so many times larger, and a whole table otherwise.
    private const long LargeTable = 8;

    private readonly GradientMemory _gradients;

    /// <summary>Keeps the gradient of a value that an operation computed, to be read as <see cref="Variable.Gradient"/> after <see cref="Backward"/>.</summary>
    /// <param name="x">A variable of this tape. A parameter's gradient is kept anyway.</param>
    /// <exception cref="InvalidOperationException">The tape does not record, or has been reset since, or has run backward already.</exception>
    /// <exception cref="ArgumentException">The variable belongs to another tape.</exception>
    /// <remarks>Without this call the memory serves other gradients as soon as this one has been passed on.</remarks>
    public void RetainGradient(Variable x)
    {
        if (!IsRecording) throw new InvalidOperationException("A tape that does not record has no gradients to retain.");
        ref var node = ref NodeOf(x, nameof(x));
        if (_ranBackward) throw new InvalidOperationException("The tape has run backward already: gradients are gone.");
        node.RetainsGradient = true;
    }

    /// <summary>Where to add an input's gradient: zeroed on first use, null when no gradient is wanted.</summary>
    internal float* GradientOf(int index)
    {
        var gradient = GradientOf(index, out var add);
        if (!add) new Span<float>(gradient, _nodes[index].Shape.Length).Clear();
        return gradient;
    }

    /// <summary>
    /// As <see cref="GradientOf(int)"/>, but without zeroing: when <paramref name="add"/> is false the caller is the first, and must write every element
    /// instead of adding to it.
    /// </summary>
    internal float* GradientOf(int index, out bool add)
    {
        add = true;
        if (index == Node.None) return null;
        ref var node = ref _nodes[index];
        if (!node.NeedsGradient) return null;
        if (node is { Gradient: null, Backward: null, Owner: Parameter parameter }) node.Gradient = Shard!.Of(parameter) + (node.Value - parameter.Value.Pointer);
        add = node.Gradient != null;
        if (!add) Hold(ref node, _gradients.Rent(node.Shape.Length));
        else if (!Owns(ref node)) Unshare(ref node);
        if (node.Owner is not null) TouchAllRows(ref node);
        return node.Gradient;
    }

    /// <summary>
    /// Makes room for the gradient of a value that an operation computed. Who adds rows to it beside scratch memory calls this before the mark: what is taken after it
    /// is lost at the release, but the gradient is still to be passed on. A parameter's gradient has memory of its own.
    /// </summary>
    internal void PrepareGradient(int index)
    {
        if (index != Node.None && _nodes[index].Backward != null) GradientOf(index);
    }

    /// <summary>
    /// As <see cref="GradientOf(int, out bool)"/>, for the last gradient that an element-wise backward twin computes: it may be the memory of the result's
    /// own gradient.
    /// </summary>
    internal float* GradientInPlaceOf(int index, ref Node result, out bool add)
    {
        if (!CanTake(index, ref result) || !Owns(ref result)) return GradientOf(index, out add);
        Take(index, ref result);
        add = false;
        return result.Gradient;
    }

    /// <summary>Adds the gradient of a result to an input's, as it is: mostly without touching it.</summary>
    internal void PassGradient(int index, ref Node result)
    {
        if (CanTake(index, ref result))
        {
            Take(index, ref result);
            return;
        }

        var dx = GradientOf(index, out var add);
        if (dx != null) Tiled.Unary(Context, result.Shape.Length, result.Gradient, dx, default(IdentityKernel), add);
    }

    /// <summary>Whether nobody else reads the memory of a node's gradient.</summary>
    internal bool Owns(ref Node node) => node.GradientBlock == 0 || !_gradients.IsShared(node.GradientBlock);

    /// <summary>Adds terms to rows of an input's gradient.</summary>
    internal void AddRowGradients(int index, in RowTerms terms)
    {
        if (index == Node.None || !_nodes[index].NeedsGradient) return;
        ref var node = ref _nodes[index];
        var limit = terms.Width == 0 ? 0 : node.Shape.Length / terms.Width;
        // Rows of a part of a parameter, or of a deeper table, have other numbers.
        var table = node is { Backward: null, Owner: Parameter owner } && node.Shape == owner.Value.Shape && limit == node.Shape[0] ? owner : null;
        if (table is not null && Shard is not null && (table.IsRowSparse || limit > LargeTable * terms.Count))
            Shard.AddRows(table, terms);
        else if (table is { IsRowSparse: true })
            RowTransfer.ScatterAdd(Context, Workspace, terms, limit, node.Gradient, table.TouchedRows);
        else
            RowTransfer.ScatterAdd(Context, Workspace, terms, limit, GradientOf(index), null);
    }

    /// <summary>As <see cref="GradientOf(int)"/>; empty when no gradient is wanted.</summary>
    internal bool TryGradient(int index, out Span<float> gradient)
    {
        var memory = GradientOf(index);
        gradient = memory == null ? [] : new Span<float>(memory, _nodes[index].Shape.Length);
        return memory != null;
    }

    private void KeepGradient(ref Node node, Parameter parameter, nint offset)
    {
        if (Shard is null) node.Gradient = parameter.Gradient.Pointer + offset;
        else Shard.Require(parameter); // its gradient takes memory when it comes
    }

    // A reshaped parameter has the same owner, but a gradient of its own.
    private void TouchAllRows(ref Node node)
    {
        if (Shard is null && node is { Backward: null, Owner: Parameter owner }) owner.TouchAllRows();
    }

    // Whether an input that has no gradient yet may share the result's. Parameters keep theirs.
    private bool CanTake(int index, ref Node result) =>
        index != Node.None && _nodes[index] is { NeedsGradient: true, Gradient: null, Backward: not null } && result.GradientBlock != 0;

    private void Take(int index, ref Node result)
    {
        _gradients.Share(result.GradientBlock);
        Hold(ref _nodes[index], result.GradientBlock);
    }

    private void Hold(ref Node node, int block)
    {
        node.GradientBlock = block;
        node.Gradient = _gradients.Start(block);
    }

    private void Unshare(ref Node node)
    {
        var shared = node.GradientBlock;
        var before = node.Gradient;
        Hold(ref node, _gradients.Rent(node.Shape.Length));
        Tiled.Unary(Context, node.Shape.Length, before, node.Gradient, default(IdentityKernel));
        _gradients.Release(shared);
    }

    // Runs a node's backward twin, after which only who asked to retain it needs the node's gradient.
    private void PassBack(ref Node node)
    {
        if (node.RetainsGradient) _gradients.Share(node.GradientBlock); // so that nobody writes to it
        node.Backward(this, ref node);
        if (node.RetainsGradient) return;
        _gradients.Release(node.GradientBlock);
        node.Gradient = null;
        node.GradientBlock = 0;
    }
}
