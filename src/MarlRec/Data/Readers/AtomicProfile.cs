namespace MarlRec.Data.Readers;

/// <summary>Turns the columns of an item or user row into text, attributes and vectors.</summary>
internal sealed class AtomicProfile
{
    private readonly AtomicHeader _header;
    private readonly List<int> _textColumns = [];
    private readonly List<int> _otherColumns = [];
    private readonly Dictionary<string, int> _vectorSizes = new(StringComparer.Ordinal);

    internal AtomicProfile(AtomicHeader header, int idColumn, IReadOnlyList<string> textColumns)
    {
        _header = header;
        foreach (var name in textColumns)
        {
            var column = header.Find(name);
            if (column >= 0 && column != idColumn && !_textColumns.Contains(column)) _textColumns.Add(column);
        }

        for (var column = 0; column < header.Count; column++)
            if (column != idColumn && !_textColumns.Contains(column)) _otherColumns.Add(column);
    }

    internal string Text { get; private set; } = "";

    internal Dictionary<string, IReadOnlyList<string>> Attributes { get; private set; } = [];

    internal Dictionary<string, float[]> Modalities { get; private set; } = [];

    /// <summary>Reads the current row; a bad number rejects it.</summary>
    internal bool TryRead(RowSource rows)
    {
        (Text, Attributes, Modalities) = ("", new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (var column in _textColumns)
            if (!rows[column].IsEmpty) Text = Text.Length == 0 ? rows[column].ToString() : $"{Text}\n{rows[column]}";
        foreach (var column in _otherColumns)
            if (!rows[column].IsEmpty && !TryReadField(rows, column)) return false;
        return true;
    }

    private bool TryReadField(RowSource rows, int column)
    {
        var name = _header.Names[column];
        var field = rows[column];
        switch (_header.Types[column])
        {
            case AtomicFieldType.FloatSequence:
                return TryReadVector(rows, name, field);
            case AtomicFieldType.TokenSequence:
                var tokens = new List<string>();
                while (SequenceReader.NextToken(ref field, " ") is { IsEmpty: false } token) tokens.Add(token.ToString());
                if (tokens.Count > 0) Attributes.Add(name, tokens.AsReadOnly());
                return true;
            case AtomicFieldType.Float when !FieldParser.TryFloat(field, out _):
                rows.Reject($"the {name} is {RowSource.Quote(field)}; expected a finite number");
                return false;
            default:
                Attributes.Add(name, [field.ToString()]);
                return true;
        }
    }

    private bool TryReadVector(RowSource rows, string name, ReadOnlySpan<char> field)
    {
        var values = new List<float>();
        while (SequenceReader.NextToken(ref field, " ") is { IsEmpty: false } token)
        {
            if (!FieldParser.TryFloat(token, out var value))
            {
                rows.Reject($"the {name} holds {RowSource.Quote(token)}; expected finite numbers");
                return false;
            }

            values.Add(value);
        }

        if (values.Count == 0) return true;
        if (!_vectorSizes.TryAdd(name, values.Count) && _vectorSizes[name] != values.Count)
        {
            rows.Reject($"the {name} has {values.Count} numbers; expected {_vectorSizes[name]} as before");
            return false;
        }

        Modalities.Add(name, [.. values]);
        return true;
    }
}
