namespace MarlRec.Documentation;

/// <summary>A fenced C# block of a Markdown page.</summary>
/// <param name="Page">The page, relative to the repository's root.</param>
/// <param name="Line">The 1-based line of the block's first line of code.</param>
/// <param name="Code">The code between the fences, blocks that it continues included.</param>
internal sealed record Snippet(string Page, int Line, string Code)
{
    /// <summary>Written on a line of its own above a fence: the block goes on where the page's previous one stopped.</summary>
    internal const string Continues = "<!-- continues -->";

    /// <summary>Every C# block of a page, in order. Code carries <c>#line</c> directives, so that errors name the page and its line.</summary>
    internal static List<Snippet> Read(string page, IReadOnlyList<string> lines)
    {
        var snippets = new List<Snippet>();
        for (var i = 0; i < lines.Count; i++)
        {
            var fence = lines[i].TrimStart();
            if (!fence.StartsWith("```", StringComparison.Ordinal)) continue;
            var start = i + 1;
            for (i = start; i < lines.Count && lines[i].Trim() != "```";) i++;
            if (i == lines.Count) throw new InvalidDataException($"{page}({start}): the fence is never closed.");
            if (fence[3..].Trim() is not ("csharp" or "cs" or "c#")) continue;
            var code = $"#line {start + 1} \"{page}\"\n{string.Join('\n', lines.Skip(start).Take(i - start))}\n";
            var continues = snippets.Count > 0 && start >= 2 && lines[start - 2].Trim() == Continues;
            snippets.Add(new Snippet(page, start + 1, continues ? snippets[^1].Code + code : code));
        }

        return snippets;
    }
}
