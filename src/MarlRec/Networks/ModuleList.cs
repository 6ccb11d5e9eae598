using System.Globalization;

namespace MarlRec.Networks;

/// <summary>Modules called <c>0</c>, <c>1</c>, …, so that a stack's parameters have names such as <c>layers.0.norm1.weight</c>. Thread safety: see <see cref="Module"/>.</summary>
internal sealed class ModuleList : Module
{
    internal ModuleList(ReadOnlySpan<Module> modules)
    {
        for (var i = 0; i < modules.Length; i++) Register(i.ToString(CultureInfo.InvariantCulture), modules[i]);
    }
}
