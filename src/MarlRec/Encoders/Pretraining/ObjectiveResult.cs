using MarlRec.Networks;

namespace MarlRec.Encoders.Pretraining;

/// <summary>What an objective made of a batch. Thread safety: as the tape, <em>single owner</em>.</summary>
/// <param name="Loss">A scalar: the mean of −log P over all targets, in nats.</param>
/// <param name="Targets">How many targets there were; with 0 the loss is not looked at.</param>
/// <param name="Right">How many of them were the first choice, in [0, Targets].</param>
public readonly record struct ObjectiveResult(Variable Loss, int Targets, int Right);
