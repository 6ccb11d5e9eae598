using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MarlRec.EntryPoints;

/// <summary>Makes some valid object of a type with the public API alone: from a table, a static property, a factory, or a constructor.</summary>
internal sealed class Samples
{
    private const int Deepest = 6;

    private static readonly Assembly s_library = typeof(Execution.RandomStream).Assembly;
    private readonly Dictionary<Type, object?> _made = [];

    internal Samples(params IEnumerable<object> known)
    {
        foreach (var sample in known) _made[sample.GetType()] = sample;
    }

    /// <summary>Every public type of the library whose members can be called.</summary>
    internal static IEnumerable<Type> PublicTypes => s_library.GetExportedTypes()
        .Where(type => !type.IsEnum && !type.IsSubclassOf(typeof(Delegate)) && !type.IsInterface)
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>A generic type closed as one of the known samples is, else the type itself.</summary>
    internal Type Close(Type type) => type.IsGenericTypeDefinition ? _made.Keys.FirstOrDefault(made => made.IsGenericType && made.GetGenericTypeDefinition() == type) ?? type : type;

    internal bool TryMake(Type type, out object? sample) => TryMake(type, 0, out sample);

    private bool TryMake(Type type, int depth, out object? sample)
    {
        if (_made.TryGetValue(type, out sample)) return sample is not null;
        if (depth > Deepest || type.IsByRefLike || type.IsPointer || type.ContainsGenericParameters) return false;
        if (TryMakeSimple(type, depth, out sample)) return true;
        if (type.Assembly != s_library && !type.IsAbstract) return false;
        _made[type] = null; // A type that needs itself cannot be made this way.
        sample = Candidates(type, depth).FirstOrDefault(type.IsInstanceOfType);
        if (sample is null) _made.Remove(type);
        else _made[type] = sample;
        return sample is not null;
    }

    private bool TryMakeSimple(Type type, int depth, [NotNullWhen(true)] out object? sample)
    {
        sample = null;
        if (type == typeof(string)) sample = "sample";
        else if (type == typeof(bool)) sample = false;
        else if (type.IsPrimitive) sample = Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture);
        else if (type.IsValueType) sample = RuntimeHelpers.GetUninitializedObject(Nullable.GetUnderlyingType(type) ?? type);
        else if (type == typeof(Stream)) sample = new MemoryStream();
        else if (type == typeof(TextReader)) sample = new StringReader("");
        else if (type == typeof(TextWriter)) sample = new StringWriter();
        else if (type == typeof(TimeProvider)) sample = TimeProvider.System;
        else if (type.IsSubclassOf(typeof(Delegate))) sample = MakeDelegate(type);
        else if (type.IsArray) sample = TryMake(type.GetElementType()!, depth + 1, out var element) ? ArrayOf(type.GetElementType()!, element, type.GetArrayRank()) : null;
        else if (type.IsGenericType && type.GetGenericArguments() is [var key, var value] && Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value)) is { } dictionary && type.IsInstanceOfType(dictionary)) sample = dictionary;
        else if (type.IsInterface && type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(item.MakeArrayType()) && TryMake(item, depth + 1, out var only)) sample = ArrayOf(item, only);
        return sample is not null;
    }

    private IEnumerable<object?> Candidates(Type type, int depth)
    {
        if (type.IsAbstract || type.IsInterface)
        {
            foreach (var known in _made.Values.Where(type.IsInstanceOfType).ToList()) yield return known;
            foreach (var heir in s_library.GetExportedTypes().Where(heir => !heir.IsAbstract && type.IsAssignableFrom(heir)))
                if (TryMake(heir, depth + 1, out var sample)) yield return sample;
        }

        const BindingFlags shared = BindingFlags.Public | BindingFlags.Static;
        foreach (var property in type.GetProperties(shared).Where(property => property.PropertyType == type)) yield return Try(() => property.GetValue(null));
        foreach (var constructor in type.GetConstructors().OrderBy(constructor => constructor.GetParameters().Length))
            if (TryArguments(constructor, depth, out var arguments)) yield return Try(() => SetRequired(constructor.Invoke(arguments), depth));
        foreach (var factory in type.GetMethods(shared).Where(method => method.ReturnType == type && !method.IsGenericMethod && !method.IsSpecialName))
            if (TryArguments(factory, depth, out var arguments)) yield return Try(() => factory.Invoke(null, arguments));
    }

    private bool TryArguments(MethodBase method, int depth, out object?[] arguments)
    {
        var parameters = method.GetParameters();
        arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].HasDefaultValue) arguments[i] = parameters[i].ParameterType.IsValueType && parameters[i].DefaultValue is null ? RuntimeHelpers.GetUninitializedObject(Nullable.GetUnderlyingType(parameters[i].ParameterType) ?? parameters[i].ParameterType) : parameters[i].DefaultValue;
            else if (!TryMake(parameters[i].ParameterType, depth + 1, out arguments[i])) return false;
        }

        return true;
    }

    private object SetRequired(object made, int depth)
    {
        foreach (var property in made.GetType().GetProperties().Where(property => property.IsDefined(typeof(RequiredMemberAttribute))))
            if (TryMake(property.PropertyType, depth + 1, out var value)) property.SetValue(made, value);
        return made;
    }

    private static Array ArrayOf(Type element, object? value, int rank = 1)
    {
        var lengths = new int[rank];
        Array.Fill(lengths, 1);
        var array = Array.CreateInstance(element, lengths);
        array.SetValue(value, new int[rank]);
        return array;
    }

    private static Delegate MakeDelegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return Expression.Lambda(type, Expression.Default(invoke.ReturnType), invoke.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType))).Compile();
    }

    private static object? Try(Func<object?> make)
    {
        try
        {
            return make();
        }
        catch (Exception exception) when (exception is TargetInvocationException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }
}
