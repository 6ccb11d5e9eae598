namespace MarlRec.Data.Readers;

/// <summary>The columns of an atomic file, from its header of <c>name:type</c> fields.</summary>
internal sealed class AtomicHeader
{
    private readonly RowSource _rows;

    private AtomicHeader(RowSource rows, string[] names, AtomicFieldType[] types) => (_rows, Names, Types) = (rows, names, types);

    internal string[] Names { get; }

    internal AtomicFieldType[] Types { get; }

    internal int Count => Names.Length;

    internal static AtomicHeader Read(RowSource rows)
    {
        var names = rows.ReadHeader("a header of name:type fields");
        var types = new AtomicFieldType[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var colon = names[i].LastIndexOf(':');
            types[i] = names[i][(colon + 1)..] switch
            {
                _ when colon < 1 => throw rows.HeaderProblem($"the header field {RowSource.Quote(names[i])} is not name:type"),
                "token" => AtomicFieldType.Token,
                "token_seq" => AtomicFieldType.TokenSequence,
                "float" => AtomicFieldType.Float,
                "float_seq" => AtomicFieldType.FloatSequence,
                _ => throw rows.HeaderProblem($"the header field {RowSource.Quote(names[i])} has an unknown type; expected token, token_seq, float or float_seq"),
            };
            names[i] = names[i][..colon];
            if (Array.IndexOf(names, names[i], 0, i) >= 0) throw rows.HeaderProblem($"the column {RowSource.Quote(names[i])} is there twice");
        }

        return new AtomicHeader(rows, names, types);
    }

    /// <summary>The index of a column, or −1.</summary>
    internal int Find(string name) => Array.IndexOf(Names, name);

    /// <summary>The index of a column that has to be there with the given type.</summary>
    internal int Require(string name, AtomicFieldType type)
    {
        var column = Find(name);
        if (column < 0) throw _rows.HeaderProblem($"there is no column \"{name}\"; the columns are {string.Join(", ", Names)}");
        if (Types[column] != type) throw _rows.HeaderProblem($"the column \"{name}\" has type {Types[column]}; expected {type}");
        return column;
    }
}
