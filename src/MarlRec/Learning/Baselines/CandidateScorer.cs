using MarlRec.Environments;

namespace MarlRec.Learning.Baselines;

/// <summary>Says how good each candidate of a step is.</summary>
/// <param name="buffers">What the environment wrote in its last reset or step.</param>
/// <param name="scores">Receives one score for each candidate on offer, [<see cref="StepBuffers.CandidateCount"/>]; not NaN, more is better.</param>
public delegate void CandidateScorer(StepBuffers buffers, Span<float> scores);
