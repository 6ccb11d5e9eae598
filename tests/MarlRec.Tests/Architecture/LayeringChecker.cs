using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MarlRec.Architecture;

/// <summary>
/// Resolves every name, call, conversion and inferred type of a compilation and compares it with <see cref="LayeringRules"/>. Reading
/// <c>using</c> directives would not do: code in <c>MarlRec.X</c> sees the types of <c>MarlRec</c> without one.
/// </summary>
internal sealed class LayeringChecker
{
    private readonly CSharpCompilation _compilation;
    private readonly SortedSet<string> _violations = new(StringComparer.Ordinal);

    // Types that the row in hand may use: the same few occur at most nodes.
    private readonly HashSet<ISymbol> _allowed = new(SymbolEqualityComparer.Default);
    private int _reports;
    private string _from = "";
    private Layer? _layer;
    private SyntaxNode? _node;

    private LayeringChecker(CSharpCompilation compilation) => _compilation = compilation;

    /// <summary>Every breach, as <c>file(line): namespace uses what, which its row does not name</c>; empty when the rules hold.</summary>
    internal static IReadOnlyCollection<string> Check(CSharpCompilation compilation, Func<string, bool>? includeFile = null)
    {
        var checker = new LayeringChecker(compilation);
        foreach (var tree in compilation.SyntaxTrees.Where(tree => includeFile?.Invoke(tree.FilePath) ?? true))
            checker.CheckTree(tree);
        return checker._violations;
    }

    private void CheckTree(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        var root = tree.GetCompilationUnitRoot();
        foreach (var scope in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseNamespaceDeclarationSyntax>())
        {
            _from = model.GetDeclaredSymbol(scope)!.ToDisplayString();
            _layer = LayeringRules.Of(_from);
            _node = scope.Name;
            _allowed.Clear();
            if (_layer is null) Report("has no row in the layering table");
            foreach (var directive in root.Usings.Concat(scope.Usings)) CheckUsing(model, directive);
            foreach (var node in scope.DescendantNodes(node => node == scope || node is not (BaseNamespaceDeclarationSyntax or UsingDirectiveSyntax)))
                if (node is not UsingDirectiveSyntax) CheckNode(model, node);
        }
    }

    private void CheckUsing(SemanticModel model, UsingDirectiveSyntax directive)
    {
        _node = directive;
        if (directive.NamespaceOrType is not { } target) return;
        var symbol = model.GetSymbolInfo(target).Symbol;
        if (symbol is INamespaceSymbol space && LayeringRules.Of(space.ToDisplayString()) is { } layer && layer.Namespace != LayeringRules.Root) CheckLayer(layer, space);
        else CheckSymbol(symbol);
    }

    private void CheckNode(SemanticModel model, SyntaxNode node)
    {
        _node = node;
        // Asking the model is what costs: names carry symbols, and so do the expressions that call an operator, an indexer or a constructor unnamed.
        if (node is SimpleNameSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or AssignmentExpressionSyntax or ElementAccessExpressionSyntax
            or BaseObjectCreationExpressionSyntax or AttributeSyntax or ConstructorInitializerSyntax or QueryClauseSyntax or SelectOrGroupClauseSyntax or OrderingSyntax)
        {
            CheckSymbol(model.GetSymbolInfo(node).Symbol);
        }

        if (node is ExpressionSyntax expression and not (PredefinedTypeSyntax or SimpleNameSyntax { Parent: MemberAccessExpressionSyntax or QualifiedNameSyntax }))
        {
            var type = model.GetTypeInfo(expression);
            CheckType(type.Type);
            if (!SymbolEqualityComparer.Default.Equals(type.Type, type.ConvertedType))
            {
                CheckType(type.ConvertedType);
                CheckSymbol(model.GetConversion(expression).MethodSymbol);
            }
        }

        if (node is MemberDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } or ParameterSyntax) CheckDeclaration(model.GetDeclaredSymbol(node));
        switch (node)
        {
            case CommonForEachStatementSyntax loop:
                var info = model.GetForEachStatementInfo(loop);
                CheckSymbol(info.GetEnumeratorMethod);
                CheckSymbol(info.CurrentProperty);
                CheckType(info.ElementType);
                break;
            case AwaitExpressionSyntax await:
                CheckSymbol(model.GetAwaitExpressionInfo(await).GetAwaiterMethod);
                break;
            case AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax } assignment:
                CheckSymbol(model.GetDeconstructionInfo(assignment).Method);
                break;
            case InitializerExpressionSyntax initializer when initializer.IsKind(SyntaxKind.CollectionInitializerExpression):
                foreach (var element in initializer.Expressions) CheckSymbol(model.GetCollectionInitializerSymbolInfo(element).Symbol);
                break;
        }
    }

    private void CheckDeclaration(ISymbol? symbol)
    {
        if (symbol is null or INamespaceSymbol || !IsShown(symbol)) return;
        foreach (var type in SignatureOf(symbol).SelectMany(Leaves))
        {
            var package = type.ContainingAssembly?.Name;
            if (IsPackage(package) && _layer is not null && !_layer.ShownPackages.Contains(package)) Report($"shows {type.ToDisplayString()} of {package} in the public signature of {symbol.ToDisplayString()}");
        }
    }

    private void CheckSymbol(ISymbol? symbol)
    {
        switch (symbol)
        {
            case null or INamespaceSymbol or ITypeParameterSymbol or ILabelSymbol or IPreprocessingSymbol:
                break;
            case ITypeSymbol type:
                CheckType(type);
                break;
            case IMethodSymbol method:
                CheckType(method.ContainingType);
                foreach (var argument in method.TypeArguments) CheckType(argument);
                CheckType(method.ReturnType);
                break;
            default:
                CheckType(symbol.ContainingType);
                break;
        }
    }

    private void CheckType(ITypeSymbol? type)
    {
        if (type is null || _allowed.Contains(type)) return;
        var before = _reports;
        foreach (var leaf in Leaves(type)) CheckLeaf(leaf);
        if (_reports == before) _allowed.Add(type);
    }

    private void CheckLeaf(INamedTypeSymbol leaf)
    {
        if (leaf.ContainingAssembly?.Name == _compilation.AssemblyName)
        {
            if (LayeringRules.Of(leaf.ContainingNamespace.ToDisplayString()) is { } target) CheckLayer(target, leaf);
        }
        else if (IsPackage(leaf.ContainingAssembly?.Name) && _layer is not null && !_layer.Packages.Contains(leaf.ContainingAssembly!.Name))
        {
            Report($"uses {leaf.ToDisplayString()} of {leaf.ContainingAssembly.Name}");
        }
    }

    private void CheckLayer(Layer target, ISymbol symbol)
    {
        if (_layer is null || target == _layer || _layer.MayUse.Contains(target.Namespace)) return;
        Report($"uses {symbol.ToDisplayString()}");
    }

    private void Report(string what)
    {
        _reports++;
        var place = _node!.GetLocation().GetLineSpan();
        _violations.Add($"{Path.GetFileName(place.Path)}({place.StartLinePosition.Line + 1}): {_from} {what}");
    }

    private static bool IsPackage(string? assembly) => assembly is not null && assembly != "MarlRec" && !SourceCompilation.FrameworkAssemblies.Contains(assembly);

    private static bool IsShown(ISymbol symbol)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)) return false;
        return true;
    }

    private static IEnumerable<ITypeSymbol?> SignatureOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => invoke.Parameters.Select(parameter => parameter.Type).Append(invoke.ReturnType),
        INamedTypeSymbol type => type.Interfaces.Append(type.BaseType).Concat(type.TypeParameters.SelectMany(parameter => parameter.ConstraintTypes)),
        IMethodSymbol method => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).Concat(method.TypeParameters.SelectMany(parameter => parameter.ConstraintTypes)),
        IPropertySymbol property => property.Parameters.Select(parameter => parameter.Type).Append(property.Type),
        IFieldSymbol field => [field.Type],
        IEventSymbol @event => [@event.Type],
        _ => [],
    };

    private static IEnumerable<INamedTypeSymbol> Leaves(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Leaves(array.ElementType),
        IPointerTypeSymbol pointer => Leaves(pointer.PointedAtType),
        IFunctionPointerTypeSymbol pointer => pointer.Signature.Parameters.Select(parameter => parameter.Type).Append(pointer.Signature.ReturnType).SelectMany(Leaves),
        IErrorTypeSymbol => [],
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.SelectMany(element => Leaves(element.Type)),
        INamedTypeSymbol { IsAnonymousType: true } => [],
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Leaves).Prepend(named.OriginalDefinition),
        _ => [],
    };
}
