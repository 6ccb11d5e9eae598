namespace MarlRec.Environments.Pictures;

/// <summary>How large a picture is, in pixels of the unscaled drawing. Thread safety: <em>immutable</em>.</summary>
/// <param name="Width">The width, above 0.</param>
/// <param name="Height">The height, above 0.</param>
public readonly record struct PictureSize(double Width, double Height);
