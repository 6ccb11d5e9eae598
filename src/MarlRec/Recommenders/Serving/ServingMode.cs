namespace MarlRec.Recommenders.Serving;

/// <summary>How a list is put together.</summary>
public enum ServingMode
{
    /// <summary>The slot agents draw without replacement, with an exploration floor; this is what can be learned from. The default.</summary>
    Sampled,

    /// <summary>The slot agents' best candidate at every slot; propensities are 1.</summary>
    Greedy,

    /// <summary>The ranker alone, without the slot agents; propensities are 1.</summary>
    Prior,
}
