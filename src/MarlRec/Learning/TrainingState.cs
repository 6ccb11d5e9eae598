using System.Globalization;
using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Learning;

/// <summary>Everything needed to continue a training run exactly: named tensors and named exact numbers, stored as one safetensors file.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class TrainingState
{
    private readonly Dictionary<string, FloatTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Tensors by name.</summary>
    public Dictionary<string, FloatTensor> Tensors => _tensors;

    /// <summary>Exact values by name, as text: integers, random-stream positions, doubles in round-trip form.</summary>
    public Dictionary<string, string> Values => _values;

    /// <summary>Stores an integer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void SetInteger(string name, long value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Stores a double so that it returns with the same bits.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void SetNumber(string name, double value) => Set(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Stores where a random stream stands.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="state">From <see cref="RandomStream.State"/>.</param>
    public void SetRandom(string name, RandomStreamState state) =>
        Set(name, string.Create(CultureInfo.InvariantCulture, $"{state.Key:x16}:{state.Position:x16}"));

    /// <summary>The integer called <paramref name="name"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">It is missing or not an integer.</exception>
    public long ReadInteger(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(name, "an integer");

    /// <summary>The double called <paramref name="name"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">It is missing or not a number.</exception>
    public double ReadNumber(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(name, "a number");

    /// <summary>The position of the random stream called <paramref name="name"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">It is missing or malformed.</exception>
    public RandomStreamState ReadRandom(string name)
    {
        var text = Text(name);
        return text.Length == 33 && text[16] == ':'
            && ulong.TryParse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            && ulong.TryParse(text.AsSpan(17), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position)
            ? new RandomStreamState(key, position)
            : throw Malformed(name, "a random stream's position");
    }

    /// <summary>Writes everything as safetensors: tensors as they are, values as metadata.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Write(Stream stream) => SafeTensorsFile.Write(stream, _tensors, _values);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="stream">From where; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="SafeTensorsException">The file is damaged or not a safetensors file of floats.</exception>
    public static TrainingState Read(Stream stream)
    {
        var file = SafeTensorsFile.Read(stream);
        var state = new TrainingState();
        foreach (var (name, tensor) in file.ReadAllFloats()) state._tensors.Add(name, tensor);
        foreach (var (name, value) in file.Metadata) state._values.Add(name, value);
        return state;
    }

    internal long ReadCount(string name) => ReadInteger(name) is >= 0 and var count ? count : throw Malformed(name, "a count of 0 or more");

    internal void SetIntegers(string name, ReadOnlySpan<int> values)
    {
        var text = new System.Text.StringBuilder();
        foreach (var value in values) text.Append(value.ToString(CultureInfo.InvariantCulture)).Append(',');
        _values[name] = text.ToString();
    }

    internal int[] ReadIntegers(string name, int? count = null)
    {
        var parts = Text(name).Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (count is { } expected && parts.Length != expected)
            throw new ArgumentException($"'{name}' of the training state has {parts.Length} integers, but {expected} were expected.");
        var values = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i])) throw Malformed(name, "a list of integers");
        return values;
    }

    internal double[] ReadNumbers(string name, int count)
    {
        var parts = Text(name).Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != count)
            throw new ArgumentException($"'{name}' of the training state has {parts.Length} numbers, but {count} were expected.");
        var values = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])) throw Malformed(name, "a list of numbers");
        return values;
    }

    internal FloatTensor ReadTensor(string name, params ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor)) throw new ArgumentException($"The training state has no tensor '{name}'.");
        var expected = new Shape(shape);
        if (tensor.Shape != expected) throw new ArgumentException($"Tensor '{name}' of the training state is {tensor.Shape}, but {expected} was expected.");
        Throw.IfNotAllFinite(tensor.Span, name);
        return tensor;
    }

    internal ArgumentException Malformed(string name, string expected) =>
        new($"'{name}' of the training state is '{_values.GetValueOrDefault(name)}', but {expected} was expected.");

    private void Set(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        _values[name] = text;
    }

    private string Text(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _values.TryGetValue(name, out var text) ? text : throw new ArgumentException($"The training state has no value '{name}'.");
    }
}
