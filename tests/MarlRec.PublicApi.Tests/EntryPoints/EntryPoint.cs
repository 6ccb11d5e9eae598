using System.Linq.Expressions;
using System.Reflection;

namespace MarlRec.EntryPoints;

internal enum Outcome
{
    /// <summary>Null was refused by the argument's name, or a cancelled token by its own exception.</summary>
    Refused,

    /// <summary>Another argument, which was made up, was refused first: nothing was learnt.</summary>
    Masked,

    /// <summary>The call could not be built.</summary>
    NotBuilt,

    /// <summary>The bad argument was taken, or ended in something other than its own exception.</summary>
    Accepted,
}

/// <summary>One public constructor or method with one bad argument: null where it promises not to be, or a cancelled token.</summary>
internal sealed record EntryPoint(Type Type, MethodBase Method, ParameterInfo Parameter)
{
    private bool Cancels => Parameter.ParameterType == typeof(CancellationToken);

    /// <summary>Every method of the library that takes a token.</summary>
    internal static IEnumerable<EntryPoint> AllCancellable(Samples samples) =>
        from type in Samples.PublicTypes.Select(samples.Close)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        from parameter in method.GetParameters()
        where parameter.ParameterType == typeof(CancellationToken)
        select new EntryPoint(type, method, parameter);

    /// <summary>Every promise of the library that an argument is not null; generic types are closed as in <paramref name="samples"/>.</summary>
    internal static IEnumerable<EntryPoint> All(Samples samples)
    {
        var nullability = new NullabilityInfoContext();
        return
            from type in Samples.PublicTypes.Select(samples.Close)
            from method in type.GetConstructors().Cast<MethodBase>().Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            where !(method.IsConstructor && IsPlainData(type, method))
            where !method.IsAbstract && !method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)) && !(method.IsSpecialName && method is MethodInfo)
            from parameter in method.GetParameters()
            where !parameter.ParameterType.IsValueType && !parameter.ParameterType.IsByRef && !parameter.ParameterType.IsPointer && !parameter.ParameterType.IsGenericParameter
            where nullability.Create(parameter).WriteState == NullabilityState.NotNull
            select new EntryPoint(type, method, parameter);
    }

    public override string ToString() => $"{Type.FullName}.{(Method.IsConstructor ? "new" : Method.Name)}({string.Join(", ", Method.GetParameters().Select(parameter => parameter.ParameterType.Name))}) with {(Cancels ? "cancelled" : "null")} {Parameter.Name}";

    /// <summary>Makes the call and says what came of it.</summary>
    internal (Outcome Outcome, string Detail) Call(Samples samples)
    {
        Action call;
        try
        {
            if (Build(samples) is not { } built) return (Outcome.NotBuilt, "an argument could not be made");
            call = built;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return (Outcome.NotBuilt, exception.Message);
        }

        try
        {
            call();
            return (Outcome.Accepted, "nothing was thrown");
        }
        catch (ArgumentNullException exception) when (exception.ParamName == Parameter.Name)
        {
            return (Outcome.Refused, "");
        }
        catch (OperationCanceledException) when (Cancels)
        {
            return (Outcome.Refused, "");
        }
        catch (Exception exception) when (exception is (ArgumentException and not ArgumentNullException) or ObjectDisposedException or InvalidDataException or IOException || (Cancels && exception is not NullReferenceException))
        {
            return (Outcome.Masked, exception.Message);
        }
        catch (Exception exception)
        {
            return (Outcome.Accepted, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    // A struct can always be its default, a positional record only carries what it is given, and the framework's own exceptions take a null message:
    // whatever takes one of these checks what it holds.
    private static bool IsPlainData(Type type, MethodBase constructor) =>
        type.IsValueType || type.IsSubclassOf(typeof(Exception)) || Array.TrueForAll(constructor.GetParameters(), parameter => type.GetProperty(parameter.Name!)?.PropertyType == parameter.ParameterType);

    private Action? Build(Samples samples)
    {
        // Compiled expressions, unlike reflection, can pass spans.
        if (Method.ContainsGenericParameters) return null;
        var arguments = new List<Expression>();
        foreach (var parameter in Method.GetParameters())
        {
            if (Argument(samples, parameter) is not { } argument) return null;
            arguments.Add(argument);
        }

        if (Method is ConstructorInfo constructor) return constructor.DeclaringType!.IsAbstract ? null : Run(Expression.New(constructor, arguments));
        var method = (MethodInfo)Method;
        if (method.IsStatic) return Run(Expression.Call(method, arguments));
        return samples.TryMake(Type, out var instance) ? Run(Expression.Call(Expression.Constant(instance, Type), method, arguments)) : null;
    }

    private static Action Run(Expression call) => Expression.Lambda<Action>(Expression.Block(typeof(void), call)).Compile();

    private Expression? Argument(Samples samples, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.Position == Parameter.Position) return Expression.Constant(Cancels ? new CancellationToken(canceled: true) : null, type);
        if (type == typeof(string) && parameter.Name == "path") return Expression.Constant(RepositoryFiles.At("README.md")); // A file that exists.
        if (type.IsByRef) return parameter.IsOut || parameter.IsIn ? Expression.Default(type.GetElementType()!) : null;
        if (type.IsByRefLike)
        {
            var isSpan = type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Span<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>));
            if (isSpan && samples.TryMake(type.GetGenericArguments()[0].MakeArrayType(), out var array)) return Expression.Convert(Expression.Constant(array), type);
            return Expression.Default(type);
        }

        if (parameter.HasDefaultValue && parameter.DefaultValue is null) return Expression.Default(type);
        return samples.TryMake(type, out var value) ? Expression.Constant(value, type) : null;
    }
}
