using System.Runtime.InteropServices;
using MarlRec.Execution;
using MarlRec.Networks;

namespace MarlRec.Encoders.Fusion;

/// <summary>
/// One vector from what is known of an item in several modalities (text, image, audio, …), any of which may be missing: each is mapped to a common space, and gates that
/// see all of them say how much of each goes in (after Arevalo et al., "Gated Multimodal Units for Information Fusion", ICLR workshop 2017; here the gates are a softmax over the
/// modalities that are there).
/// </summary>
/// <remarks>
/// <para>h_m = tanh(W_m · x_m), zeros where m is missing; gates = softmax(G · [h_1 … h_M] + c) over the modalities present and a learned stand-in d, which alone
/// speaks for an item of which nothing is known; y = Σ_m gate_m · h_m + gate_d · d.</para>
/// <para>A modality's input may be a constant, as from <see cref="ModalityVectors"/>, or what an encoder computed on the same tape, which is then trained along. Thread safety: see <see cref="Module"/>.</para>
/// </remarks>
public sealed class ModalityFusion : Module
{
    private readonly string[] _names;
    private readonly Linear[] _maps;
    private readonly Linear _gates;
    private readonly Embedding _standIn;

    /// <summary>A fusion with fresh weights.</summary>
    /// <param name="modalities">Name and size of each of M modalities, in the order in which they will be given; names are parts of parameters' names.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no modality, or a name is empty or comes twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public ModalityFusion(IReadOnlyList<(string Name, int Size)> modalities, int size, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(modalities);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (modalities.Count == 0) throw new ArgumentException("At least one modality is needed.", nameof(modalities));
        Size = size;
        _names = new string[modalities.Count];
        _maps = new Linear[modalities.Count];
        for (var m = 0; m < _maps.Length; m++)
        {
            var (name, length) = modalities[m];
            if (string.IsNullOrEmpty(name)) throw new ArgumentException($"modalities[{m}] has no name.", nameof(modalities));
            if (_names.AsSpan(0, m).Contains(name)) throw new ArgumentException($"Modality \"{name}\" comes twice.", nameof(modalities));
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(modalities));
            _names[m] = name;
            // Without a bias, what is missing is zero.
            _maps[m] = Register(name, new Linear(length, size, random.Fork(name), bias: false) { Activation = ActivationKind.Tanh });
        }

        _gates = Register("gates", new Linear(checked(_maps.Length * size), _maps.Length + 1, random.Fork("gates")));
        _standIn = Register("stand_in", new Embedding(1, size, random.Fork("stand_in")));
    }

    /// <summary>The names of the modalities, in order.</summary>
    public IReadOnlyList<string> Modalities => _names;

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>Fuses what is known of N items.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="inputs">M variables, shapes [N, size of the modality]; what stands in rows where the modality is missing does not matter, if it is finite.</param>
    /// <param name="present">N · M flags, item by item: whether the item has the modality.</param>
    /// <returns>Shape [N, D].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of inputs or flags, or a shape, does not fit.</exception>
    public Variable Forward(Tape tape, ReadOnlySpan<Variable> inputs, ReadOnlySpan<bool> present)
    {
        ArgumentNullException.ThrowIfNull(tape);
        int modalities = _maps.Length, count = Count(inputs, present);
        var joined = default(Variable);
        for (var m = 0; m < modalities; m++)
        {
            var vectors = tape.Multiply(_maps[m].Forward(tape, inputs[m]), Flags(tape, present, m, count));
            joined = m == 0 ? vectors : tape.Concat(joined, vectors);
        }

        var gates = tape.MaskedSoftmax(_gates.Forward(tape, joined), Visible(tape, present, count));
        var choices = tape.Reshape(tape.Concat(joined, StandIn(tape, count)), count, modalities + 1, Size);
        return tape.Reshape(tape.BatchedMatMul(tape.Reshape(gates, count, 1, modalities + 1), choices), count, Size);
    }

    private int Count(ReadOnlySpan<Variable> inputs, ReadOnlySpan<bool> present)
    {
        if (inputs.Length != _maps.Length) throw new ArgumentException($"{inputs.Length} inputs were given for the {_maps.Length} modalities {string.Join(", ", _names)}.", nameof(inputs));
        var count = inputs[0].Shape.Rank == 2 ? inputs[0].Shape[0] : -1;
        for (var m = 0; m < _maps.Length; m++)
        {
            var shape = inputs[m].Shape;
            if (shape.Rank != 2 || shape[0] != count || shape[1] != _maps[m].Inputs)
                throw new ArgumentException($"Modality \"{_names[m]}\" needs shape [N,{_maps[m].Inputs}] with one N for all, but its shape is {shape} and that of the first is {inputs[0].Shape}.", nameof(inputs));
        }

        if (present.Length != count * _maps.Length)
            throw new ArgumentException($"present has {present.Length} flags, but {count} items of {_maps.Length} modalities need {count * _maps.Length}.", nameof(present));
        return count;
    }

    // [N, D] of ones and zeros.
    private Variable Flags(Tape tape, ReadOnlySpan<bool> present, int modality, int count)
    {
        var flags = tape.Workspace.Floats(count * Size);
        for (var i = 0; i < count; i++) flags.Slice(i * Size, Size).Fill(present[i * _maps.Length + modality] ? 1 : 0);
        return tape.Constant(flags, count, Size);
    }

    // What gates may choose from: what is there, and always the stand-in.
    private Span<bool> Visible(Tape tape, ReadOnlySpan<bool> present, int count)
    {
        var modalities = _maps.Length;
        var length = count * (modalities + 1);
        var visible = MemoryMarshal.Cast<int, bool>(tape.Workspace.Ints((length + 3) / 4))[..length];
        for (var i = 0; i < count; i++)
        {
            present.Slice(i * modalities, modalities).CopyTo(visible[(i * (modalities + 1))..]);
            visible[i * (modalities + 1) + modalities] = true;
        }

        return visible;
    }

    private Variable StandIn(Tape tape, int count)
    {
        var ids = tape.Workspace.Ints(count);
        ids.Clear();
        return tape.Reshape(_standIn.Forward(tape, ids, count, 1), count, Size);
    }
}
