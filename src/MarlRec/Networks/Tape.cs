using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Runs operations and, when recording, remembers them so that <see cref="Backward"/> can add each parameter's gradient (reverse-mode differentiation;
/// Linnainmaa, 1970).
/// </summary>
/// <remarks>
/// <para>Operations are coarse: a whole linear layer or LSTM sequence is one. Values live in an arena: call <see cref="Reset"/> after each step, which
/// takes them all back; in the steady state a step allocates nothing. A tape that does not record infers only, and saves less.</para>
/// <para>Thread safety: <em>single owner</em>. Several threads may infer with one module, each on a tape of its own.</para>
/// </remarks>
public sealed unsafe partial class Tape
{
    private Node[] _nodes = new Node[32];
    private int _count;
    private int _generation = 1;

    /// <summary>An empty tape.</summary>
    /// <param name="context">Runs the tiles of large operations; results are the same bits at any degree of parallelism.</param>
    /// <param name="recording">Whether <see cref="Backward"/> will be called; false for inference.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    public Tape(ComputeContext context, bool recording = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        IsRecording = recording;
        _gradients = new GradientMemory(Workspace);
    }

    /// <summary>Whether operations are remembered for <see cref="Backward"/>.</summary>
    public bool IsRecording { get; }

    /// <summary>What runs the tiles.</summary>
    public ComputeContext Context { get; }

    /// <summary>How many values are on the tape.</summary>
    public int Count => _count;

    internal Workspace Workspace { get; } = new();

    /// <summary>Where gradients of parameters are kept; null for the parameters' own.</summary>
    internal GradientShard? Shard { get; set; }

    /// <summary>Puts a copy of values on the tape. No gradient flows into it.</summary>
    /// <param name="values">As many values as the shape has elements, row-major.</param>
    /// <param name="shape">Up to four sizes; none makes a scalar.</param>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public Variable Constant(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var size = new Shape(shape);
        if (values.Length != size.Length)
            throw new ArgumentException($"{values.Length} values cannot fill a constant of shape {size}.", nameof(values));
        var memory = Workspace.AllocateFloats(values.Length);
        values.CopyTo(new Span<float>(memory, values.Length));
        return Push(size, memory, false, out _);
    }

    /// <summary>Puts a parameter on the tape, without a copy. Its gradient is added to <see cref="Networks.Parameter.Gradient"/>.</summary>
    /// <param name="parameter">The parameter; its value must not change before the tape's next reset.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameter"/> is null.</exception>
    public Variable Parameter(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var trained = IsRecording && !parameter.IsFrozen;
        var variable = Push(parameter.Value.Shape, parameter.Value.Pointer, trained, out var index);
        ref var node = ref _nodes[index];
        node.Owner = parameter;
        if (trained) KeepGradient(ref node, parameter, 0);
        return variable;
    }

    /// <summary>Some rows of a parameter, without a copy: shape [count, ...]. Their gradient is added to the parameter's.</summary>
    internal Variable ParameterRows(Parameter parameter, int first, int count)
    {
        var whole = parameter.Value.Shape;
        var row = whole.Length / whole[0];
        var trained = IsRecording && !parameter.IsFrozen;
        var variable = Push(whole.Rank == 1 ? new Shape(count) : new Shape(count, row), parameter.Value.Pointer + (nint)first * row, trained, out var index);
        ref var node = ref _nodes[index];
        node.Owner = parameter;
        if (trained) KeepGradient(ref node, parameter, (nint)first * row);
        return variable;
    }

    /// <summary>The same value without its history: no gradient flows through it.</summary>
    /// <param name="x">Any variable.</param>
    public Variable Detach(Variable x)
    {
        ref var input = ref NodeOf(x, nameof(x));
        var owner = input.Owner;
        var variable = Push(input.Shape, input.Value, false, out var index);
        _nodes[index].Owner = owner;
        return variable;
    }

    /// <summary>Adds the gradient of a scalar loss to every parameter it came from.</summary>
    /// <param name="scalarLoss">A variable of one element.</param>
    /// <exception cref="InvalidOperationException">The tape does not record, or has been reset since, or has run backward already.</exception>
    /// <exception cref="ArgumentException">The loss has more than one element.</exception>
    public void Backward(Variable scalarLoss)
    {
        if (!IsRecording) throw new InvalidOperationException("A tape that does not record cannot run backward.");
        ref var loss = ref NodeOf(scalarLoss, nameof(scalarLoss));
        if (loss.Shape.Length != 1) throw new ArgumentException($"The loss must be a scalar, but its shape is {loss.Shape}.", nameof(scalarLoss));
        if (_ranBackward) throw new InvalidOperationException("The tape has run backward already; reset it and record again.");
        _ranBackward = true;
        if (!loss.NeedsGradient) return;
        *GradientOf(scalarLoss.Index) += 1;
        for (var i = scalarLoss.Index; i >= 0; i--)
        {
            ref var node = ref _nodes[i];
            if (node.Backward != null && node.Gradient != null) PassBack(ref node);
        }

        GC.KeepAlive(this); // the memory behind the pointers is this object's
    }

    /// <summary>Forgets everything and takes the memory back. Variables from before throw when used.</summary>
    public void Reset()
    {
        Array.Clear(_nodes, 0, _count); // parameters must not stay reachable
        _count = 0;
        _generation++;
        _ranBackward = false;
        _gradients.Reset();
        Workspace.Reset();
    }

    private bool _ranBackward;

    internal ref Node NodeOf(Variable variable, string name)
    {
        if (!ReferenceEquals(variable.Tape, this)) ThrowForeign(variable, name);
        if (variable.Generation != _generation) ThrowStale(name);
        return ref _nodes[variable.Index];
    }

    internal ReadOnlySpan<float> ValueOf(Variable variable) => NodeOf(variable, "this").Values;

    internal ReadOnlySpan<float> GradientSpanOf(Variable variable)
    {
        ref var node = ref NodeOf(variable, "this");
        return node.Gradient == null ? [] : node.Gradients;
    }

    /// <summary>An input by its index, inside a backward twin.</summary>
    internal ref Node Input(int index) => ref _nodes[index];

    internal Variable Push(Shape shape, float* value, bool needsGradient, out int index)
    {
        if (_count == _nodes.Length) Array.Resize(ref _nodes, _count * 2);
        index = _count++;
        ref var node = ref _nodes[index];
        node.Value = value;
        node.Shape = shape;
        node.NeedsGradient = needsGradient;
        node.A = node.B = node.C = node.D = Node.None;
        return new Variable(this, index, _generation);
    }

    /// <summary>Records the result of an operation with up to two inputs; returns its node for the caller to fill in what it saves.</summary>
    internal ref Node Record(
        Shape shape, float* value, delegate*<Tape, ref Node, void> backward, int a, int b, out Variable result)
    {
        var needs = _nodes[a].NeedsGradient || (b != Node.None && _nodes[b].NeedsGradient);
        result = Push(shape, value, needs, out var index);
        ref var node = ref _nodes[index];
        node.A = a;
        node.B = b;
        if (needs) node.Backward = backward;
        return ref node;
    }

    [DoesNotReturn]
    private static void ThrowForeign(Variable variable, string name) => throw new ArgumentException(
        variable.Tape is null ? $"{name} belongs to no tape: it is a default value." : $"{name} belongs to another tape.", name);

    [DoesNotReturn]
    private static void ThrowStale(string name) => throw new InvalidOperationException(
        $"{name} was made before the tape was reset; its memory has been taken back.");

    /// <summary>Two shapes that do not go together in an operation; the compiler fills in its name.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ArgumentException Mismatch(string what, Shape left, string verb, Shape right, string name, [CallerMemberName] string operation = "") =>
        Misfit($"{what} {left} {verb} {right}.", name, operation);

    /// <summary>An argument that does not fit an operation; the compiler fills in its name.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ArgumentException Misfit(string message, string name, [CallerMemberName] string operation = "") => new($"{operation}: {message}", name);

    /// <summary>Asks for a matrix.</summary>
    internal static void RequireMatrix(Shape shape, string name, [CallerMemberName] string operation = "")
    {
        if (shape.Rank != 2) throw Misfit($"A matrix [N,C] was expected, but the shape is {shape}.", name, operation);
    }

    /// <summary>Asks for one entry for each row of a shape.</summary>
    internal static void RequireRows(int count, Shape rows, string name, [CallerMemberName] string operation = "")
    {
        if (count != rows.Rows) throw Misfit($"{name} has {count} entries, but {rows} has {rows.Rows} rows.", name, operation);
    }
}
