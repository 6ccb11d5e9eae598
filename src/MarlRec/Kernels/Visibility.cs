namespace MarlRec.Kernels;

/// <summary>How many keys each query of a block sees: <paramref name="first"/> for the first one, one more for each after it if <paramref name="causal"/>, at most <paramref name="most"/>.</summary>
internal readonly struct Visibility(int first, bool causal, int most)
{
    /// <summary>The keys that query <paramref name="row"/> of the block sees.</summary>
    internal int Of(int row) => causal ? Math.Min(most, first + row) : Math.Min(most, first);
}
