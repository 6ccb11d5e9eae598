namespace MarlRec.Recommenders.Storage;

/// <summary>A user; the state's numbers are rows of the tensor file.</summary>
internal sealed record SavedUser(string Id, int[] History, int[] TurnedDown, long Events);
