using System.Globalization;

namespace MarlRec.Environments.Foraging;

/// <summary>The field's names of foraging worlds.</summary>
internal static class ForagingName
{
    private const float NamedPenalty = 0.1f;

    internal static string Of(ForagingOptions options)
    {
        var grid = options.GridObservation ? "-grid" : "";
        var sight = options.Sight is { } cells && cells < Math.Max(options.Rows, options.Columns) ? $"-{cells}s" : "";
        var rules = (options.ForceCooperation ? "-coop" : "") + (options.MaxFoodLevel == 1 ? "-ind" : "") + (options.Penalty == NamedPenalty ? "-pen" : "");
        var version = options.Version == ForagingVersion.V1 ? "v1" : "v3";
        var name = string.Create(CultureInfo.InvariantCulture, $"Foraging{grid}{sight}-{options.Rows}x{options.Columns}-{options.Players}p-{options.Foods}f{rules}-{version}");
        // A sight as wide as the field and the step limit are not part of the field's names.
        return Parse(name) with { Sight = options.Sight, MaxSteps = options.MaxSteps } == options ? name : name + "-custom";
    }

    internal static ForagingOptions Parse(string name)
    {
        var parts = new Queue<string>(name.Split('-'));
        if (!Take("Foraging")) throw Malformed(name);
        var grid = Take("grid");
        int? sight = Number('s', out var cells) ? cells : null;
        var size = parts.TryDequeue(out var text) ? text.Split('x') : [];
        if (size.Length != 2 || !Parse(size[0], out var rows) || !Parse(size[1], out var columns) || !Number('p', out var players) || !Number('f', out var foods))
            throw Malformed(name);
        var (cooperation, individual, penalty) = (Take("coop"), Take("ind"), Take("pen"));
        var first = Take("v1");
        if ((!first && !Take("v3")) || parts.Count > 0) throw Malformed(name);
        return new ForagingOptions
        {
            Rows = rows,
            Columns = columns,
            Players = players,
            Foods = foods,
            Sight = sight,
            GridObservation = grid,
            ForceCooperation = cooperation,
            MaxFoodLevel = individual ? 1 : null,
            Penalty = penalty ? NamedPenalty : 0,
            Version = first ? ForagingVersion.V1 : ForagingVersion.V3,
        };

        bool Take(string word)
        {
            var matches = parts.TryPeek(out var next) && next == word;
            if (matches) parts.Dequeue();
            return matches;
        }

        bool Number(char unit, out int number)
        {
            number = 0;
            var matches = parts.TryPeek(out var next) && next.EndsWith(unit) && Parse(next[..^1], out number);
            if (matches) parts.Dequeue();
            return matches;
        }
    }

    private static bool Parse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static ArgumentException Malformed(string name) =>
        new($"name is \"{name}\", but one like \"Foraging-8x8-2p-2f-coop-v1\" or \"Foraging-grid-2s-10x10-3p-3f-v3\" was expected.", nameof(name));
}
