namespace MarlRec.Environments.Pictures;

/// <summary>A world that can draw its current state as vector graphics; <see cref="FilmStrip"/> makes files of it.</summary>
/// <remarks>Thread safety: <em>single owner</em>, as the world itself.</remarks>
public interface ISvgRenderable
{
    /// <summary>How large its frames are; always the same.</summary>
    PictureSize PictureSize { get; }

    /// <summary>Draws the current frame, from (0, 0) at the upper left to the picture's size. It changes nothing in the world.</summary>
    /// <param name="canvas">What the frame is drawn on.</param>
    /// <exception cref="ArgumentNullException"><paramref name="canvas"/> is null.</exception>
    /// <exception cref="InvalidOperationException">There was no reset yet.</exception>
    void Render(SvgCanvas canvas);
}
