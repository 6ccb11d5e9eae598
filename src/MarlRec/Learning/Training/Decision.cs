namespace MarlRec.Learning.Training;

/// <summary>An agent's decision whose outcome is known: the agent decides again, or its episode has ended. Spans are valid during the call only.</summary>
internal readonly ref struct Decision
{
    internal required int Agent { get; init; }

    internal required ReadOnlySpan<float> Observation { get; init; }

    internal required ReadOnlySpan<bool> Mask { get; init; }

    internal required int Action { get; init; }

    internal required float Reward { get; init; }

    internal required ReadOnlySpan<float> NextObservation { get; init; }

    internal required ReadOnlySpan<bool> NextMask { get; init; }

    internal required bool Terminated { get; init; }

    internal required bool Truncated { get; init; }
}

/// <summary>Receives decisions as they are settled.</summary>
internal interface IDecisionSink
{
    void Settle(in Decision decision);
}
