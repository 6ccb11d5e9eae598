namespace MarlRec.Recommenders.Serving;

/// <summary>What a recommender is busy with while it learns.</summary>
public enum FitStage
{
    /// <summary>The encoders learn from histories and texts; the value is the loss in nats.</summary>
    Encoder,

    /// <summary>The slot agents learn from sessions; the value is the mean return of the newest.</summary>
    Team,
}
