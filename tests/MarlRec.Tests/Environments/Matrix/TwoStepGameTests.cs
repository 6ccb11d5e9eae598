using System.Text;

namespace MarlRec.Environments.Matrix;

public class TwoStepGameTests
{
    [Fact]
    public void EveryPlayEarnsWhatThePaperSays()
    {
        float[,] second = { { 0, 1 }, { 1, 8 } };
        var game = new TwoStepGame();
        var buffers = new StepBuffers(game.Spec);
        var states = (DiscreteSpace)game.Spec.ObservationSpaces[0];
        for (var play = 0; play < 16; play++)
        {
            int[] first = [play & 1, play >> 1 & 1], then = [play >> 2 & 1, play >> 3 & 1];
            game.Reset((ulong)play, buffers);
            Assert.Equal(0, states.Decode(buffers.Observation(1)));
            game.Step(first, buffers);
            Assert.Equal([0f, 0f], buffers.Rewards);
            Assert.Equal((1 + first[0], 1 + first[0]), (states.Decode(buffers.Observation(0)), states.Decode(buffers.State)));
            Assert.False(buffers.IsEpisodeOver);
            game.Step(then, buffers);
            var expected = first[0] == 0 ? 7 : second[then[0], then[1]];
            Assert.Equal([expected, expected], buffers.Rewards);
            Assert.Equal([true, true], buffers.Terminated);
            Assert.Equal([false, false], buffers.Truncated);
        }
    }

    [Fact]
    public void StepsAreDrawn()
    {
        var game = new TwoStepGame();
        var text = new StringBuilder();
        Assert.Throws<ArgumentNullException>("text", () => game.Render(null!));
        Assert.Throws<InvalidOperationException>(() => game.Render(text));
        var buffers = new StepBuffers(game.Spec);
        game.Reset(1, buffers);
        game.Render(text);
        game.Step([1, 0], buffers);
        game.Step([1, 1], buffers);
        game.Render(text);
        Assert.Equal(
            "Two-step, first step: agent 0 chooses 2A (0) or 2B (1)\n      0  1\n   0  0  0\n   1  0  0\nTwo-step, game 2B\n      0  1\n   0  0  1\n   1  1  8*\n",
            text.ToString());
    }
}
