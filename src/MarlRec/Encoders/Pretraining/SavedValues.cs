using System.Globalization;

namespace MarlRec.Encoders.Pretraining;

/// <summary>Exact values in a saved file's metadata, with exceptions that name what is missing or malformed.</summary>
internal readonly struct SavedValues(IReadOnlyDictionary<string, string> values, string argument)
{
    internal bool Has(string name) => values.ContainsKey(name);

    internal string Text(string name) =>
        values.TryGetValue(name, out var text) ? text : throw new ArgumentException($"The saved state has no value '{name}'.", argument);

    /// <summary>An integer from 0 to <paramref name="most"/>.</summary>
    internal long Count(string name, long most) =>
        long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw Malformed(name, string.Create(CultureInfo.InvariantCulture, $"an integer in [0, {most}]"));

    internal double Number(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(name, "a number");

    internal ulong Key(string name) => Text(name) is { Length: 16 } text && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
        ? key
        : throw Malformed(name, "a random stream's key of 16 hexadecimal digits");

    internal ArgumentException Malformed(string name, string expected) => new($"'{name}' of the saved state is '{Text(name)}', but {expected} was expected.", argument);
}
