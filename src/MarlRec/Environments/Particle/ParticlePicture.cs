using System.Text;
using MarlRec.Environments.Pictures;

namespace MarlRec.Environments.Particle;

/// <summary>Draws discs: the square of ±1.2, up is up; what has left it stands on its rim.</summary>
internal static class ParticlePicture
{
    private const double Reach = 1.2, Scale = 100;
    private const int TextRows = 17, TextColumns = 33;

    internal static PictureSize Size => new(2 * Reach * Scale, 2 * Reach * Scale);

    internal static void Draw(ParticlePhysics physics, Func<int, (char Symbol, string Colour)> look, StringBuilder text)
    {
        var grid = new GridPicture(TextRows, TextColumns);
        // Backwards, so that agents, which come first, lie on top of landmarks.
        for (var body = physics.Bodies.Length - 1; body >= 0; body--)
        {
            var (x, y) = Place(physics, body);
            var row = (int)Math.Round((Reach - y) / (2 * Reach) * (TextRows - 1));
            var column = (int)Math.Round((x + Reach) / (2 * Reach) * (TextColumns - 1));
            var (symbol, colour) = look(body);
            grid.Set(row, column, symbol, colour);
        }

        grid.Render(text);
    }

    internal static void Draw(ParticlePhysics physics, Func<int, (char Symbol, string Colour)> look, SvgCanvas canvas)
    {
        canvas.Rectangle(0, 0, Size.Width, Size.Height, "#ffffff");
        for (var body = physics.Bodies.Length - 1; body >= 0; body--)
        {
            var (x, y) = Place(physics, body);
            var (symbol, colour) = look(body);
            canvas.Circle((x + Reach) * Scale, (Reach - y) * Scale, physics.Bodies[body].Radius * Scale, colour, opacity: 0.7);
            canvas.Text((x + Reach) * Scale, (Reach - y) * Scale, 10, "#000000", symbol.ToString());
        }
    }

    private static (double X, double Y) Place(ParticlePhysics physics, int body) =>
        (Math.Clamp(physics.Positions[2 * body], -Reach, Reach), Math.Clamp(physics.Positions[2 * body + 1], -Reach, Reach));
}
