using System.Text;

namespace MarlRec.Environments;

/// <summary>A world that can draw its current state as text: one frame, of lines that end in a line feed.</summary>
/// <remarks>Thread safety: <em>single owner</em>, as the world itself.</remarks>
public interface ITextRenderable
{
    /// <summary>Appends the current frame. It changes nothing in the world.</summary>
    /// <param name="text">What the frame is appended to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="InvalidOperationException">There was no reset yet.</exception>
    void Render(StringBuilder text);
}
