using MarlRec.Execution;

namespace MarlRec.Kernels.Sweeps;

/// <summary>One operand on guarded memory, its values before the call, and what is expected after it.</summary>
internal sealed unsafe class SweepBlock : IDisposable
{
    private const float Canary = -7.0625e11f;
    private const int Canaries = 48;

    private static readonly float[] s_special =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, -1e-40f, 1e18f, -1e18f, 1.17549435e-38f, 1, -1];

    private GuardedMemory _memory = new(2048);
    private float[] _before = [];
    private Expected[]? _expected;
    private double _tolerance;
    private double _smallest;

    internal float* Pointer { get; private set; }

    internal int Length { get; private set; }

    internal Span<float> Span => new(Pointer, Length);

    /// <summary>The values before the call.</summary>
    internal double this[int i] => _before[i];

    /// <summary>
    /// What each element should be after the call: |actual − expected| ≤ tolerance · (|expected| + scale) + smallest, scale being the size of the terms
    /// that were added up. Without this call the block must stay as it is.
    /// </summary>
    internal void Expect(Func<int, Expected> element, double tolerance, double smallest = 1e-44)
    {
        _expected = new Expected[Length];
        for (var i = 0; i < Length; i++) _expected[i] = element(i);
        (_tolerance, _smallest) = (tolerance, smallest);
    }

    internal void Begin(int length, int place, Fill fill, RandomStream random)
    {
        if (_memory.Capacity < length + 32)
        {
            _memory.Dispose();
            _memory = new GuardedMemory(length + 32);
        }

        Length = length;
        Pointer = place < 0 ? _memory.AtEnd(length) : _memory.First + place;
        Around(out var below, out var above);
        below.Fill(Canary);
        above.Fill(Canary);
        foreach (ref var value in Span)
            value = fill == Fill.Special && random.Next(3) == 0 ? s_special[random.Next(s_special.Length)] : (float)random.NextGaussian();
        Remember();
    }

    internal void Remember()
    {
        if (_before.Length < Length) _before = new float[Length + 64];
        Span.CopyTo(_before);
        _expected = null;
    }

    internal void End(string where)
    {
        Around(out var below, out var above);
        if (below.ContainsAnyExcept(Canary) || above.ContainsAnyExcept(Canary)) Assert.Fail($"{where}: wrote outside the block");
        for (var i = 0; i < Length; i++)
        {
            var actual = Span[i];
            if (_expected is null)
            {
                if (BitConverter.SingleToInt32Bits(actual) != BitConverter.SingleToInt32Bits(_before[i])) Assert.Fail($"{where}: element {i} of an operand was changed");
            }
            else
            {
                _expected[i].Check(actual, _tolerance, _smallest, $"{where}, element {i}, was {_before[i]}");
            }
        }
    }

    public void Dispose() => _memory.Dispose();

    private void Around(out Span<float> below, out Span<float> above)
    {
        var start = (int)(Pointer - _memory.First);
        below = _memory.All[Math.Max(0, start - Canaries)..start];
        above = _memory.All.Slice(start + Length, Math.Min(Canaries, _memory.Capacity - start - Length));
    }
}

/// <summary>A value in double precision, and how large the terms were that it is the sum of.</summary>
internal readonly record struct Expected(double Value, double Scale = 0)
{
    public static implicit operator Expected(double value) => new(value);

    internal void Check(float actual, double tolerance, double smallest, string where)
    {
        bool near;
        if (double.IsNaN(Value)) near = float.IsNaN(actual);
        else if (float.IsInfinity((float)Value)) near = actual == (float)Value || (double.IsFinite(Value) && Math.Abs(actual) > 3.4028e38 && Math.Sign(actual) == Math.Sign(Value));
        else near = Math.Abs(actual - Value) <= tolerance * (Math.Abs(Value) + Scale) + smallest;
        if (!near) Assert.Fail($"{where}: {actual}, but the oracle says {Value}");
    }
}
