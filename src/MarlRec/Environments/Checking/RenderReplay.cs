using System.Text;

namespace MarlRec.Environments.Checking;

/// <summary>Draws the world before the first steps and then goes on as if nobody had looked.</summary>
internal sealed class RenderReplay(IEnvironment environment, RecordedEpisode episode, ViolationList violations)
    : Replay(environment, episode, EnvironmentRule.Rendering, violations)
{
    private const int Steps = 40;

    private readonly ITextRenderable _picture = (ITextRenderable)environment;

    /// <summary>What is wrong with drawing before the first reset, or null.</summary>
    internal static string? BeforeTheReset(ITextRenderable world)
    {
        var text = new StringBuilder();
        try
        {
            world.Render(text);
            return "Before the reset: a frame is drawn, but InvalidOperationException was expected.";
        }
        catch (InvalidOperationException)
        {
            return text.Length == 0 ? null : "Before the reset: the refused frame leaves text behind.";
        }
        catch (Exception exception)
        {
            return $"Before the reset: {exception.GetType().Name} is thrown, but InvalidOperationException was expected.";
        }
    }

    protected override string? BeforeStep(int step, int[] actions)
    {
        if (step >= Steps) return null;
        if (step == 0 && !RefusesNull()) return "a frame is drawn on null, but ArgumentNullException was expected";
        var digest = StepDigest.Of(Buffers);
        var first = Frame();
        if (first.Length == 0 || first[^1] != '\n') return "the frame is empty or does not end in a line feed";
        if (first.Contains('\r', StringComparison.Ordinal)) return "the frame has a carriage return, but lines end in line feeds";
        if (Frame() != first) return "the same state is drawn in two ways";
        return StepDigest.Of(Buffers) == digest ? null : "drawing changes the buffers";
    }

    private bool RefusesNull()
    {
        try
        {
            _picture.Render(null!);
            return false;
        }
        catch (ArgumentNullException)
        {
            return true;
        }
    }

    private string Frame()
    {
        var text = new StringBuilder();
        _picture.Render(text);
        return text.ToString();
    }
}
