namespace MarlRec.Encoders.Decoding;

/// <summary>A scored choice. The better one comes first: the higher score, then the lower number. Thread safety: <em>immutable</em>.</summary>
internal readonly record struct Candidate(double Score, int Item) : IComparable<Candidate>
{
    public int CompareTo(Candidate other)
    {
        var order = other.Score.CompareTo(Score);
        return order != 0 ? order : Item.CompareTo(other.Item);
    }
}
