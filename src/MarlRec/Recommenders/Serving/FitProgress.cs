namespace MarlRec.Recommenders.Serving;

/// <summary>Where learning stands. Thread safety: <em>immutable</em>.</summary>
/// <param name="Stage">What is being learned.</param>
/// <param name="Done">Steps of the stage that are done: epochs of the encoder, updates of the team.</param>
/// <param name="Total">Steps that the stage takes.</param>
/// <param name="Value">The stage's number; see <see cref="FitStage"/>.</param>
public readonly record struct FitProgress(FitStage Stage, int Done, int Total, double Value);
