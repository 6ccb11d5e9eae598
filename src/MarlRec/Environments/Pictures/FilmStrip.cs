using System.Text;

namespace MarlRec.Environments.Pictures;

/// <summary>Frames side by side, row after row, as one SVG document. A strip of one frame is a picture.</summary>
/// <remarks>Thread safety: <em>single owner</em>.</remarks>
public sealed class FilmStrip
{
    private const double Gap = 10, CaptionHeight = 18, CaptionSize = 12;

    private readonly int _columns;
    private readonly List<(string Elements, PictureSize Size, string? Caption)> _frames = [];

    /// <summary>Starts an empty strip.</summary>
    /// <param name="columns">How many frames stand in a row, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is below 1.</exception>
    public FilmStrip(int columns = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        _columns = columns;
    }

    /// <summary>How many frames it has.</summary>
    public int Count => _frames.Count;

    /// <summary>The picture of one frame, without gap or caption.</summary>
    /// <param name="world">What is drawn.</param>
    /// <returns>An SVG document.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="world"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="world"/> had no reset yet.</exception>
    public static string Picture(ISvgRenderable world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return Document(world.PictureSize, Draw(world));
    }

    /// <summary>Adds what a world looks like now.</summary>
    /// <param name="world">What is drawn.</param>
    /// <param name="caption">A line below the frame, or null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="world"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="world"/> had no reset yet.</exception>
    public void Add(ISvgRenderable world, string? caption = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        _frames.Add((Draw(world), world.PictureSize, caption));
    }

    /// <summary>The strip; every frame has the room of the largest.</summary>
    /// <returns>An SVG document.</returns>
    /// <exception cref="InvalidOperationException">The strip is empty.</exception>
    public string ToSvg()
    {
        if (_frames.Count == 0) throw new InvalidOperationException("The strip has no frame; call Add first.");
        double width = 0, height = 0, below = 0;
        foreach (var (_, size, caption) in _frames)
        {
            width = Math.Max(width, size.Width);
            height = Math.Max(height, size.Height);
            if (caption is not null) below = CaptionHeight;
        }

        var canvas = new SvgCanvas();
        var columns = Math.Min(_columns, _frames.Count);
        var rows = (_frames.Count + _columns - 1) / _columns;
        var body = new StringBuilder();
        for (var i = 0; i < _frames.Count; i++)
        {
            var (left, top) = (Gap + i % _columns * (width + Gap), Gap + i / _columns * (height + below + Gap));
            body.Append("<g transform=\"translate(").Append(SvgCanvas.Number(left)).Append(' ').Append(SvgCanvas.Number(top)).Append(")\">\n").Append(_frames[i].Elements).Append("</g>\n");
            if (_frames[i].Caption is { } caption) canvas.Text(left + width / 2, top + height + below / 2, CaptionSize, "#808080", caption);
        }

        return Document(new PictureSize(Gap + columns * (width + Gap), Gap + rows * (height + below + Gap)), body.Append(canvas).ToString());
    }

    private static string Draw(ISvgRenderable world)
    {
        var canvas = new SvgCanvas();
        world.Render(canvas);
        return canvas.ToString();
    }

    private static string Document(PictureSize size, string elements)
    {
        var (width, height) = (SvgCanvas.Number(size.Width), SvgCanvas.Number(size.Height));
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n{elements}</svg>\n";
    }
}
