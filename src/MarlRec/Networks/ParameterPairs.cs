using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>The parameters of two modules of one structure, matched by name.</summary>
internal sealed unsafe class ParameterPairs
{
    private readonly (string Name, Parameter From, Parameter To)[] _pairs;
    private readonly ComputeContext _context;

    /// <summary>Matches the parameters.</summary>
    /// <exception cref="ArgumentException">The modules share a parameter, or differ in a name or a shape.</exception>
    internal ParameterPairs(Module from, Module to, ComputeContext? context, string toName)
    {
        _context = context ?? ComputeContext.Serial;
        IReadOnlyList<(string Name, Parameter Parameter)> left = from.NamedParameters(), right = to.NamedParameters();
        var known = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        foreach (var (name, parameter) in right) known.Add(name, parameter);
        _pairs = new (string, Parameter, Parameter)[left.Count];
        for (var i = 0; i < left.Count; i++)
        {
            var (name, parameter) = left[i];
            if (!known.Remove(name, out var other)) throw new ArgumentException($"Parameter {name} {parameter.Value.Shape} is missing in {toName}.", toName);
            if (other.Value.Shape != parameter.Value.Shape)
                throw new ArgumentException($"Parameter {name} has shape {parameter.Value.Shape}, but {other.Value.Shape} in {toName}.", toName);
            if (ReferenceEquals(parameter, other)) throw new ArgumentException($"Parameter {name} belongs to both modules.", toName);
            _pairs[i] = (name, parameter, other);
        }

        foreach (var (name, parameter) in right)
            if (known.ContainsKey(name)) throw new ArgumentException($"{toName} has a parameter {name} {parameter.Value.Shape} that the other module lacks.", toName);
    }

    /// <summary>to += rate · (from − to); a rate of 1 copies exactly.</summary>
    /// <exception cref="InvalidOperationException">A parameter to be written is frozen. Nothing has been written then.</exception>
    internal void Blend(double rate)
    {
        foreach (var (name, _, to) in _pairs)
            if (to.IsFrozen) throw new InvalidOperationException($"Parameter {name} is frozen; unfreeze the module before writing it.");
        foreach (var (_, from, to) in _pairs)
        {
            if (rate == 1) Tiled.Unary(_context, to.Value.Length, from.Value.Pointer, to.Value.Pointer, default(IdentityKernel));
            else Tiled.Binary(_context, to.Value.Length, from.Value.Pointer, to.Value.Pointer, to.Value.Pointer, new BlendKernel((float)rate));
        }

        GC.KeepAlive(this); // the memory behind the pointers is the parameters'
    }
}
