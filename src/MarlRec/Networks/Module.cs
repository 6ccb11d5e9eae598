using System.Globalization;
using System.Text;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A part of a network: named parameters and named child modules.</summary>
/// <remarks>Thread safety: <em>single owner</em> while trained or loaded; any number of threads may infer, each on a tape of its own, while nobody writes.</remarks>
public abstract class Module
{
    private readonly List<(string Name, Parameter Parameter)> _parameters = [];
    private readonly List<(string Name, Module Child)> _children = [];

    /// <summary>How many trained numbers there are.</summary>
    public int ParameterCount
    {
        get
        {
            var count = 0;
            foreach (var (_, parameter) in NamedParameters()) count = checked(count + parameter.Value.Length);
            return count;
        }
    }

    /// <summary>All parameters in a fixed order, with their path, such as <c>encoder.lstm.weight_ih</c>.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> NamedParameters()
    {
        var all = new List<(string, Parameter)>();
        Collect("", all);
        return all;
    }

    /// <summary>Freezes all parameters, for inference with weights that are laid out once, or for training only what stands on top of this module.</summary>
    public void Freeze()
    {
        foreach (var (_, parameter) in NamedParameters()) parameter.Freeze();
    }

    /// <summary>Makes all parameters trainable again.</summary>
    public void Unfreeze()
    {
        foreach (var (_, parameter) in NamedParameters()) parameter.Unfreeze();
    }

    /// <summary>Copies all parameters into a dictionary of tensors.</summary>
    /// <param name="into">Receives one tensor for each parameter, called <paramref name="prefix"/> + path.</param>
    /// <param name="prefix">Put in front of each path as it is, such as <c>"encoder."</c>; may be empty.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A name is taken already.</exception>
    public void ExportState(IDictionary<string, FloatTensor> into, string prefix)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(prefix);
        foreach (var (name, parameter) in NamedParameters()) into.Add(prefix + name, parameter.Value.Clone());
    }

    /// <summary>Copies all parameters from a dictionary of tensors; other entries are ignored.</summary>
    /// <param name="from">Holds a tensor called <paramref name="prefix"/> + path, of the right shape, for each parameter.</param>
    /// <param name="prefix">Put in front of each path as it is; may be empty.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A tensor is missing, or has another shape, or an element that is not finite. Nothing has been written then.</exception>
    /// <exception cref="InvalidOperationException">A parameter is frozen. Nothing has been written then.</exception>
    public void ImportState(IReadOnlyDictionary<string, FloatTensor> from, string prefix)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(prefix);
        var parameters = NamedParameters();
        foreach (var (name, parameter) in parameters) StateTensors.Require(from, prefix + name, parameter.Value.Shape);
        foreach (var (name, parameter) in parameters)
        {
            if (parameter.IsFrozen) throw new InvalidOperationException($"Parameter {name} is frozen; unfreeze the module before writing it.");
        }

        foreach (var (name, parameter) in parameters) from[prefix + name].Span.CopyTo(parameter.Value.Span);
    }

    /// <summary>A table of parameters, one a line: path, type of the layer that owns it, shape, size, whether it is frozen; and totals. For people to read; its form may change.</summary>
    public string Summary()
    {
        var rows = new List<(string Name, string Layer, Parameter Parameter)>();
        Describe("", rows);
        int name = "parameter".Length, layer = "layer".Length, shape = "shape".Length;
        foreach (var row in rows)
        {
            name = Math.Max(name, row.Name.Length);
            layer = Math.Max(layer, row.Layer.Length);
            shape = Math.Max(shape, row.Parameter.Value.Shape.ToString().Length);
        }

        var text = new StringBuilder();
        var frozen = 0;
        void Line(string first, string second, string third, string count, string note = "") =>
            text.Append(first.PadRight(name)).Append("  ").Append(second.PadRight(layer)).Append("  ").Append(third.PadRight(shape)).Append("  ").Append(count.PadLeft(13)).Append(note).Append('\n');
        Line("parameter", "layer", "shape", "count");
        foreach (var row in rows)
        {
            var size = row.Parameter.Value.Length;
            Line(row.Name, row.Layer, row.Parameter.Value.Shape.ToString(), Grouped(size), row.Parameter.IsFrozen ? "  frozen" : "");
            if (row.Parameter.IsFrozen) frozen += size;
        }

        Line("total", "", "", Grouped(ParameterCount));
        if (frozen > 0) Line("trained", "", "", Grouped(ParameterCount - frozen));
        return text.ToString();
    }

    /// <summary>Makes a parameter this module's own. For constructors of derived types.</summary>
    /// <param name="name">Its name within this module: not empty, without a dot, not used yet.</param>
    /// <param name="parameter">The parameter, registered nowhere else.</param>
    /// <returns><paramref name="parameter"/>.</returns>
    /// <exception cref="ArgumentException">The name is not usable, or the parameter has an owner already.</exception>
    protected Parameter Register(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckName(name);
        if (parameter.Name.Length > 0) throw new ArgumentException($"The parameter is registered already, as {parameter.Name}.", nameof(parameter));
        parameter.Name = name;
        _parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Makes a module a child of this one. For constructors of derived types.</summary>
    /// <typeparam name="TModule">The child's type.</typeparam>
    /// <param name="name">Its name within this module: not empty, without a dot, not used yet.</param>
    /// <param name="child">The child.</param>
    /// <returns><paramref name="child"/>.</returns>
    /// <exception cref="ArgumentException">The name is not usable, or the child is this module.</exception>
    protected TModule Register<TModule>(string name, TModule child)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(child);
        CheckName(name);
        if (ReferenceEquals(child, this)) throw new ArgumentException("A module cannot be its own child.", nameof(child));
        _children.Add((name, child));
        return child;
    }

    private void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.')) throw new ArgumentException($"name must not contain a dot, but is {name}.", nameof(name));
        foreach (var (taken, _) in _parameters)
            if (taken == name) throw new ArgumentException($"name {name} is used already.", nameof(name));
        foreach (var (taken, _) in _children)
            if (taken == name) throw new ArgumentException($"name {name} is used already.", nameof(name));
    }

    private static string Grouped(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private void Describe(string prefix, List<(string Name, string Layer, Parameter Parameter)> into)
    {
        foreach (var (name, parameter) in _parameters) into.Add((prefix + name, GetType().Name, parameter));
        foreach (var (name, child) in _children) child.Describe(prefix + name + ".", into);
    }

    private void Collect(string prefix, List<(string Name, Parameter Parameter)> into)
    {
        foreach (var (name, parameter) in _parameters) into.Add((prefix + name, parameter));
        foreach (var (name, child) in _children) child.Collect(prefix + name + ".", into);
    }
}
