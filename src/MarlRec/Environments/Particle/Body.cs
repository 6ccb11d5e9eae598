namespace MarlRec.Environments.Particle;

/// <summary>A disc of mass 1 in the plane. Thread safety: <em>immutable</em>.</summary>
/// <param name="Radius">How far it reaches.</param>
/// <param name="Moves">Whether forces move it.</param>
/// <param name="Collides">Whether it pushes others that collide, and is pushed.</param>
/// <param name="Acceleration">The force of its own push.</param>
/// <param name="MaxSpeed">What its speed is cut to.</param>
internal readonly record struct Body(double Radius, bool Moves, bool Collides, double Acceleration = 5, double MaxSpeed = double.PositiveInfinity)
{
    internal static Body Landmark(double radius) => new(radius, Moves: false, Collides: false);
}
