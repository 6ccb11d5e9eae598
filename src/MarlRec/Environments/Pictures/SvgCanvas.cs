using System.Globalization;
using System.Text;
using MarlRec.Execution;

namespace MarlRec.Environments.Pictures;

/// <summary>A surface for a few shapes, written down as elements of SVG 1.1 in the order of drawing: later ones lie on top.</summary>
/// <remarks>
/// <para>x grows to the right and y downwards, in pixels. Numbers are rounded to a thousandth, independent of culture; text is escaped. The same calls give
/// the same characters.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class SvgCanvas
{
    private readonly StringBuilder _elements = new();

    /// <summary>The elements drawn so far, each on a line of its own; without the document around them.</summary>
    public override string ToString() => _elements.ToString();

    /// <summary>Draws a filled rectangle.</summary>
    /// <param name="x">The left side, finite.</param>
    /// <param name="y">The upper side, finite.</param>
    /// <param name="width">0 or more, finite.</param>
    /// <param name="height">0 or more, finite.</param>
    /// <param name="fill">A colour, such as <c>#5959d9</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fill"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Rectangle(double x, double y, double width, double height, string fill)
    {
        Throw.IfNotFinite(x);
        Throw.IfNotFinite(y);
        Throw.IfOutside(width, 0, double.MaxValue);
        Throw.IfOutside(height, 0, double.MaxValue);
        ArgumentNullException.ThrowIfNull(fill);
        Write($"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" fill=\"{SvgText.Escape(fill)}\"/>");
    }

    /// <summary>Draws a filled circle.</summary>
    /// <param name="x">The centre, finite.</param>
    /// <param name="y">The centre, finite.</param>
    /// <param name="radius">0 or more, finite.</param>
    /// <param name="fill">A colour.</param>
    /// <param name="opacity">0 (invisible) to 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fill"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Circle(double x, double y, double radius, string fill, double opacity = 1)
    {
        Throw.IfNotFinite(x);
        Throw.IfNotFinite(y);
        Throw.IfOutside(radius, 0, double.MaxValue);
        Throw.IfOutside(opacity, 0, 1);
        ArgumentNullException.ThrowIfNull(fill);
        var veil = opacity < 1 ? $" fill-opacity=\"{Number(opacity)}\"" : "";
        Write($"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\" fill=\"{SvgText.Escape(fill)}\"{veil}/>");
    }

    /// <summary>Draws a straight line.</summary>
    /// <param name="x1">Where it starts, finite.</param>
    /// <param name="y1">Where it starts, finite.</param>
    /// <param name="x2">Where it ends, finite.</param>
    /// <param name="y2">Where it ends, finite.</param>
    /// <param name="stroke">A colour.</param>
    /// <param name="width">0 or more, finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stroke"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1)
    {
        Throw.IfNotFinite(x1);
        Throw.IfNotFinite(y1);
        Throw.IfNotFinite(x2);
        Throw.IfNotFinite(y2);
        Throw.IfOutside(width, 0, double.MaxValue);
        ArgumentNullException.ThrowIfNull(stroke);
        Write($"<line x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\" stroke=\"{SvgText.Escape(stroke)}\" stroke-width=\"{Number(width)}\"/>");
    }

    /// <summary>Writes text around a point.</summary>
    /// <param name="x">The middle, finite.</param>
    /// <param name="y">The middle, finite.</param>
    /// <param name="size">The height of the letters, 0 or more, finite.</param>
    /// <param name="fill">A colour.</param>
    /// <param name="text">Any text; what XML cannot hold becomes U+FFFD.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fill"/> or <paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Text(double x, double y, double size, string fill, string text)
    {
        Throw.IfNotFinite(x);
        Throw.IfNotFinite(y);
        Throw.IfOutside(size, 0, double.MaxValue);
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(text);
        // Shifted by a third of its height rather than by a baseline attribute, which viewers read differently.
        Write($"<text x=\"{Number(x)}\" y=\"{Number(y + size / 3)}\" font-family=\"monospace\" font-size=\"{Number(size)}\" text-anchor=\"middle\" fill=\"{SvgText.Escape(fill)}\">{SvgText.Escape(text)}</text>");
    }

    internal static string Number(double value)
    {
        var rounded = Math.Round(value, 3);
        // Without the sign of zero.
        return (rounded == 0 ? 0 : rounded).ToString("0.###", CultureInfo.InvariantCulture);
    }

    private void Write(string element) => _elements.Append(element).Append('\n');
}
