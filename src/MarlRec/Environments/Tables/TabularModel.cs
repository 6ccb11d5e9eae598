using System.Globalization;
using MarlRec.Execution;

namespace MarlRec.Environments.Tables;

/// <summary>Dynamics written down as a table.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class TabularModel : ITabularModel
{
    private const double Tolerance = 1e-9;

    private readonly double[] _start;
    private readonly TabularOutcome[] _outcomes;
    // The outcomes of pair s * K + a stand from _first[pair] to _first[pair + 1].
    private readonly int[] _first;

    /// <summary>Asks for the outcomes of every pair of state and action, once, and checks them.</summary>
    /// <param name="startProbabilities">How likely an episode starts in each state, [S]; copied.</param>
    /// <param name="actionCount">How many actions, K: 1 or more.</param>
    /// <param name="outcomes">What may follow from (state, action); none where the action is not legal. Outcomes that are alike but for their probability
    /// become one, and those of probability 0 are left out.</param>
    /// <exception cref="ArgumentNullException">An argument, or an answer of <paramref name="outcomes"/>, is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="actionCount"/> is below 1.</exception>
    /// <exception cref="ArgumentException">Probabilities are negative, NaN or do not sum to 1; a reward is not finite in single precision; a next state does not exist; or an episode
    /// can start in or come to a state where no action is legal. The message names the state and the action.</exception>
    public TabularModel(IReadOnlyList<double> startProbabilities, int actionCount, Func<int, int, IEnumerable<TabularOutcome>> outcomes)
    {
        ArgumentNullException.ThrowIfNull(startProbabilities);
        ArgumentOutOfRangeException.ThrowIfLessThan(actionCount, 1);
        ArgumentNullException.ThrowIfNull(outcomes);
        _start = [.. startProbabilities];
        double sum = 0;
        foreach (var probability in _start)
        {
            if (!(probability >= 0))
                throw Malformed(string.Create(CultureInfo.InvariantCulture, $"startProbabilities hold {probability}, but 0 or more was expected."), nameof(startProbabilities));
            sum += probability;
        }

        if (!IsOne(sum)) throw Malformed(string.Create(CultureInfo.InvariantCulture, $"startProbabilities sum to {sum}, but 1 was expected."), nameof(startProbabilities));
        ActionCount = actionCount;
        _first = new int[checked(_start.Length * actionCount) + 1];
        var all = new List<TabularOutcome>();
        for (var pair = 0; pair < _first.Length - 1; pair++)
        {
            Add(all, outcomes(pair / actionCount, pair % actionCount), pair);
            _first[pair + 1] = all.Count;
        }

        _outcomes = [.. all];
        CheckThatSomethingIsLegal();
    }

    /// <inheritdoc/>
    public int StateCount => _start.Length;

    /// <inheritdoc/>
    public int ActionCount { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> StartProbabilities => _start;

    /// <inheritdoc/>
    public ReadOnlySpan<TabularOutcome> Outcomes(int state, int action)
    {
        if ((uint)state >= (uint)_start.Length) Throw.IfOutside(state, 0, _start.Length - 1, nameof(state));
        if ((uint)action >= (uint)ActionCount) Throw.IfOutside(action, 0, ActionCount - 1, nameof(action));
        var pair = state * ActionCount + action;
        return _outcomes.AsSpan(_first[pair].._first[pair + 1]);
    }

    private static bool IsOne(double sum) => Math.Abs(sum - 1) <= Tolerance;

    private static ArgumentException Malformed(string message, string argument = "outcomes") => new(message, argument);

    private static void Merge(List<TabularOutcome> all, int first, TabularOutcome outcome)
    {
        for (var i = first; i < all.Count; i++)
        {
            if (all[i] with { Probability = outcome.Probability } != outcome) continue;
            all[i] = outcome with { Probability = Math.Min(1, all[i].Probability + outcome.Probability) };
            return;
        }

        all.Add(outcome);
    }

    private void Add(List<TabularOutcome> all, IEnumerable<TabularOutcome> outcomes, int pair)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var first = all.Count;
        double sum = 0;
        var any = false;
        foreach (var outcome in outcomes)
        {
            any = true;
            if (!(outcome.Probability >= 0)) throw Malformed(string.Create(CultureInfo.InvariantCulture, $"{Describe(pair)} has a probability of {outcome.Probability}, but 0 or more was expected."));
            if ((uint)outcome.Next >= (uint)_start.Length) throw Malformed($"{Describe(pair)} leads to state {outcome.Next}, but 0 to {_start.Length - 1} was expected.");
            if (!float.IsFinite((float)outcome.Reward)) throw Malformed(string.Create(CultureInfo.InvariantCulture, $"{Describe(pair)} earns {outcome.Reward}, but a number that is finite in single precision was expected."));
            sum += outcome.Probability;
            if (outcome.Probability > 0) Merge(all, first, outcome);
        }

        if (any && !IsOne(sum)) throw Malformed(string.Create(CultureInfo.InvariantCulture, $"The probabilities of {Describe(pair)} sum to {sum}, but 1 was expected."));
    }

    private void CheckThatSomethingIsLegal()
    {
        for (var state = 0; state < _start.Length; state++)
            if (_start[state] > 0 && IsOver(state)) throw Malformed($"An episode may start in state {state}, but no action is legal there.");
        for (var pair = 0; pair < _first.Length - 1; pair++)
            foreach (var outcome in _outcomes.AsSpan(_first[pair].._first[pair + 1]))
                if (!outcome.Terminated && IsOver(outcome.Next)) throw Malformed($"{Describe(pair)} goes on in state {outcome.Next}, but no action is legal there.");
    }

    private bool IsOver(int state) => _first[state * ActionCount] == _first[(state + 1) * ActionCount];

    private string Describe(int pair) => $"action {pair % ActionCount} in state {pair / ActionCount}";
}
