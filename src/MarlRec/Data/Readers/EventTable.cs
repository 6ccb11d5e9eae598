namespace MarlRec.Data.Readers;

/// <summary>Reads tables with an event a row, given which column is what; −1 for a column that is not there.</summary>
internal readonly record struct EventTable(int FieldCount, int User, int Item, int Rating, int Time, EventKind Kind)
{
    internal LogReadResult Read(RowSource rows)
    {
        var sink = new EventSink(rows);
        while (rows.Next(FieldCount))
        {
            var value = 1f;
            var time = 0L;
            if (Rating >= 0 && !FieldParser.TryFloat(rows[Rating], out value)) rows.Reject($"the rating is {RowSource.Quote(rows[Rating])}; expected a finite number");
            else if (Time >= 0 && !FieldParser.TryTime(rows[Time], out time)) rows.Reject($"the timestamp is {RowSource.Quote(rows[Time])}; expected a number that fits 64 bits");
            else sink.Add(rows[User], rows[Item], Kind, value, time);
        }

        return sink.Result();
    }
}
