namespace MarlRec.Encoders.Pooling;

/// <summary>How the states of a sequence become one vector.</summary>
public enum PoolingKind
{
    /// <summary>The first step's state: BERT's, whose tokenisers put a <c>[CLS]</c> there. For states that see the whole sequence.</summary>
    First,

    /// <summary>The mean of all states.</summary>
    Mean,

    /// <summary>The largest of all states, column by column.</summary>
    Max,

    /// <summary>The last step's state.</summary>
    Last,

    /// <summary>A mean whose weights are learnt: <see cref="AttentionPooling"/>.</summary>
    Attention,
}
