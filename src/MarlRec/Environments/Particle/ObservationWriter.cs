namespace MarlRec.Environments.Particle;

/// <summary>Writes one agent's observation, number after number.</summary>
internal ref struct ObservationWriter(Span<float> row, ParticlePhysics physics, int agent)
{
    private readonly Span<float> _row = row;
    private int _next;

    internal void Add(float value) => _row[_next++] = value;

    internal void AddOwnVelocity() => AddVelocity(agent);

    internal void AddOwnPosition()
    {
        Add((float)physics.Positions[2 * agent]);
        Add((float)physics.Positions[2 * agent + 1]);
    }

    internal void AddVelocity(int body)
    {
        Add((float)physics.Velocities[2 * body]);
        Add((float)physics.Velocities[2 * body + 1]);
    }

    /// <summary>Where bodies are, seen from the agent, which itself is left out.</summary>
    internal void AddRelative(int first, int count)
    {
        for (var body = first; body < first + count; body++)
            if (body != agent) AddRelative(body);
    }

    internal void AddRelative(int body)
    {
        Add((float)(physics.Positions[2 * body] - physics.Positions[2 * agent]));
        Add((float)(physics.Positions[2 * body + 1] - physics.Positions[2 * agent + 1]));
    }
}
