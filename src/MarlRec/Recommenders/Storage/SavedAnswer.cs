using MarlRec.Data;

namespace MarlRec.Recommenders.Storage;

/// <summary>An answer that was counted.</summary>
internal sealed record SavedAnswer(int Item, EventKind Kind);
