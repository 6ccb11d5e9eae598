namespace MarlRec.Scoreboard;

/// <summary>How a unit's seeds become one value.</summary>
public enum Summary
{
    Mean,
    Median,
}
