using MarlRec.Environments;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>Chooses an action for each acting agent from what the last reset or step wrote.</summary>
internal delegate void Chooser(StepBuffers buffers, Span<int> actions);
