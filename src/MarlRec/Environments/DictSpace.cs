namespace MarlRec.Environments;

/// <summary>Values made of named parts in a fixed order, each of a space of its own.</summary>
/// <remarks>
/// <para>The order is the one given to the constructor; names are compared ordinally.</para>
/// <para>Thread safety: <em>immutable</em>.</para>
/// </remarks>
public sealed class DictSpace : CompositeSpace
{
    private readonly string[] _names;

    /// <summary>Creates the space from the names and spaces of its parts, which are copied.</summary>
    /// <param name="parts">The parts, in order; at least one.</param>
    /// <exception cref="ArgumentNullException">A part's space is null.</exception>
    /// <exception cref="ArgumentException">There are no parts; a name is empty or appears twice; or all parts together have more than 2³¹ − 1 flat numbers or
    /// flags.</exception>
    public DictSpace(params ReadOnlySpan<(string Name, Space Space)> parts)
        : base(SpacesOf(parts))
    {
        _names = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (string.IsNullOrEmpty(parts[i].Name)) throw new ArgumentException($"The name of part {i} is empty.", nameof(parts));
            if (Array.IndexOf(_names, parts[i].Name) >= 0) throw new ArgumentException($"The name \"{parts[i].Name}\" appears twice.", nameof(parts));
            _names[i] = parts[i].Name;
        }
    }

    /// <summary>The names of the parts, in order.</summary>
    public ReadOnlySpan<string> Names => _names;

    /// <summary>The number of a part.</summary>
    /// <param name="name">The part's name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">No part has this name.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var index = Array.IndexOf(_names, name);
        return index >= 0 ? index : throw new ArgumentException($"No part is named \"{name}\"; there are {string.Join(", ", _names)}.", nameof(name));
    }

    /// <summary>The part of a flat value that belongs to one part.</summary>
    /// <param name="flat">The flat value, [<see cref="Space.FlatSize"/>].</param>
    /// <param name="name">The part's name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="flat"/> has another length, or no part has this name.</exception>
    public Span<float> Part(Span<float> flat, string name) => Part(flat, IndexOf(name));

    /// <inheritdoc cref="Part(Span{float}, string)"/>
    public ReadOnlySpan<float> Part(ReadOnlySpan<float> flat, string name) => Part(flat, IndexOf(name));

    /// <summary>The names and parts, such as <c>Dict(position: Box[2], door: Discrete(2))</c>.</summary>
    public override string ToString() => $"Dict({string.Join(", ", _names.Zip(Parts, (name, space) => $"{name}: {space}"))})";

    private static Space[] SpacesOf(ReadOnlySpan<(string Name, Space Space)> parts)
    {
        var spaces = new Space[parts.Length];
        for (var i = 0; i < spaces.Length; i++) spaces[i] = parts[i].Space;
        return spaces;
    }
}
