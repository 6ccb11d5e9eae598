namespace MarlRec.Architecture;

/// <summary>One row of the layering table. A namespace belongs to the row with the longest matching name.</summary>
/// <param name="Namespace">The row's namespace; those below it belong to the row too.</param>
/// <param name="MayUse">Other rows whose types its code may touch.</param>
/// <param name="Packages">Assemblies outside the framework that its code may touch.</param>
/// <param name="ShownPackages">Those of <paramref name="Packages"/> whose types may stand in public signatures.</param>
internal sealed record Layer(string Namespace, string[] MayUse, string[] Packages, string[] ShownPackages)
{
    internal bool Contains(string name) =>
        name == Namespace || (Namespace != LayeringRules.Root && name.StartsWith(Namespace + ".", StringComparison.Ordinal));
}
