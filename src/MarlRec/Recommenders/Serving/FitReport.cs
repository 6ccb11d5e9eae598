using MarlRec.Recommenders.Models;
using MarlRec.Recommenders.Slates;

namespace MarlRec.Recommenders.Serving;

/// <summary>What a fit found. Thread safety: <em>immutable</em>.</summary>
/// <param name="Users">Users in the log.</param>
/// <param name="Items">Items that can be recommended now.</param>
/// <param name="Events">Events in the log.</param>
/// <param name="EncoderLoss">The encoder's mean loss in the last epoch, in nats.</param>
/// <param name="Blend">How the ranker's parts are added up.</param>
/// <param name="ValidationNdcg">NDCG@10 of the blend on each history's last event, which the encoder had not seen. The blend was chosen on it: it flatters a little.</param>
/// <param name="Team">What the training on replayed histories earned; null when there was none.</param>
public sealed record FitReport(int Users, int Items, int Events, double EncoderLoss, ScoreBlend Blend, double ValidationNdcg, TeamTrainingReport? Team);
