using MarlRec.Environments;

namespace MarlRec.Scoreboard.Suites.Worlds;

/// <summary>UCB1: the arm with the highest mean + √(2 ln n / pulls of the arm), each arm once first. It forgets when an episode's pulls are over.</summary>
internal sealed class UpperConfidenceBound(int arms, int pulls)
{
    private readonly double[] _sums = new double[arms];
    private readonly int[] _counts = new int[arms];
    private int _pulls;
    private int _last;

    internal void Choose(StepBuffers buffers, Span<int> actions)
    {
        // After a reset the reward is nobody's.
        if (_pulls > 0 && _pulls < pulls) Learn(buffers.Rewards[0]);
        if (_pulls == pulls) Forget();
        actions[0] = _last = Highest();
        _pulls++;
    }

    private void Learn(double reward)
    {
        _sums[_last] += reward;
        _counts[_last]++;
    }

    private void Forget()
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
        _pulls = 0;
    }

    private int Highest()
    {
        var (best, bound) = (0, double.NegativeInfinity);
        for (var arm = 0; arm < _sums.Length; arm++)
        {
            if (_counts[arm] == 0) return arm;
            var own = _sums[arm] / _counts[arm] + Math.Sqrt(2 * Math.Log(_pulls) / _counts[arm]);
            if (own > bound) (best, bound) = (arm, own);
        }

        return best;
    }
}
