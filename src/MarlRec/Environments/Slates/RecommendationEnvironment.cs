using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// The shared environment of a recommender: K slot agents build a slate from C candidates, the user agent picks one of them, none, or leaves, and both sides
/// are rewarded.
/// </summary>
/// <remarks>
/// <para>Agents 0 … K − 1 are the slots, in order of position; agent K is the user. A slot's action is an index into <see cref="StepBuffers.Candidates"/>; the
/// user's is a position of the slate, K for <em>none</em>, K + 1 for <em>leave</em>.</para>
/// <para>A slot observes [context (X), mean of the slate so far (D), one-hot of its position (K)]; when slots act at once, the slate so far is zero. The user
/// observes the slate's candidates [K, D]. Masks rule out candidates already on the slate; where slots act at once and two choose the same candidate, the later one
/// takes the best candidate nobody chose. Rewards arrive on the step in which the user answers; all slots share the team's.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class RecommendationEnvironment : IEnvironment
{
    private readonly IUserModel _users;
    private readonly ISlateView _view;
    private readonly RecommendationEnvironmentOptions _options;
    private readonly int[] _candidates;
    private readonly float[] _features;
    private readonly float[] _context;
    private readonly float[] _chosenSum;
    private readonly float[] _probabilities;
    private readonly int[] _slate;
    private readonly int[] _chosen;
    private RandomStream _random = new(0);
    private int _candidateCount;
    private int _slot;
    private int _round;
    private Phase _phase = Phase.Over;
    private bool _hasReset;

    /// <summary>Joins a user population and a recommender's view of it.</summary>
    /// <param name="users">The users; owned by the environment from here on.</param>
    /// <param name="view">The recommender's side; owned by the environment from here on.</param>
    /// <param name="options">The shape.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are fewer items than candidates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public RecommendationEnvironment(IUserModel users, ISlateView view, RecommendationEnvironmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (users.ItemCount < options.CandidateCount)
            throw new ArgumentException($"The users know {users.ItemCount} items, but {options.CandidateCount} candidates are asked for.", nameof(options));
        (_users, _view, _options) = (users, view, options);
        int slots = options.SlateSize, size = view.CandidateSize, candidates = options.CandidateCount;
        _candidates = new int[candidates];
        _features = new float[candidates * size];
        _context = new float[view.ContextSize];
        _chosenSum = new float[size];
        _probabilities = new float[slots + 2];
        _slate = new int[slots];
        _chosen = new int[slots];
        Spec = Describe(view, options);
    }

    private enum Phase
    {
        Slots,
        User,
        Over,
    }

    /// <inheritdoc />
    public EnvironmentSpec Spec { get; }

    /// <summary>The item behind each candidate of the current round.</summary>
    public ReadOnlySpan<int> CandidateItems => _candidates.AsSpan(0, _candidateCount);

    /// <summary>What the last answered slate held, as items.</summary>
    public ReadOnlySpan<int> Slate => _slate;

    /// <inheritdoc />
    public void Reset(ulong seed, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        _random = new RandomStream(seed);
        _users.BeginSession(_random);
        _view.Begin(_users.History);
        _round = 0;
        _hasReset = true;
        buffers.Rewards.Clear();
        buffers.Terminated.Clear();
        buffers.Truncated.Clear();
        BeginRound(buffers);
    }

    /// <inheritdoc />
    public void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        Throw.IfLengthDiffers(actions.Length, Spec.AgentCount, nameof(actions));
        if (!_hasReset) throw new InvalidOperationException("Reset must be called before Step.");
        if (_phase == Phase.Over) throw new InvalidOperationException("The session is over; call Reset before the next Step.");
        if (_phase == Phase.User)
        {
            Answer(Legal(actions[_options.SlateSize], _options.SlateSize + 2, nameof(actions)), buffers);
            return;
        }

        if (_options.Form == SlateForm.TurnBased) ChooseInTurn(actions[_slot], buffers);
        else ChooseAtOnce(actions, buffers);
    }

    private static EnvironmentSpec Describe(ISlateView view, RecommendationEnvironmentOptions options)
    {
        int slots = options.SlateSize, size = view.CandidateSize;
        var slotSpace = Unbounded(view.ContextSize + size + slots);
        var slotActions = new DiscreteSpace(options.CandidateCount);
        return new EnvironmentSpec
        {
            Name = options.Form == SlateForm.TurnBased ? "Recommendation (turn-based)" : "Recommendation (simultaneous)",
            AgentCount = slots + 1,
            ObservationSpaces = [.. Enumerable.Repeat<Space>(slotSpace, slots), Unbounded(slots * size)],
            ActionSpaces = [.. Enumerable.Repeat(slotActions, slots), new DiscreteSpace(slots + 2)],
            CandidateCount = options.CandidateCount,
            CandidateSize = size,
            MaxSteps = options.MaxRounds * (options.Form == SlateForm.TurnBased ? slots : 1) + (options.User == UserControl.Agent ? options.MaxRounds : 0),
            TurnBased = options.Form == SlateForm.TurnBased || options.User == UserControl.Agent,
        };
    }

    private static BoxSpace Unbounded(int size)
    {
        var high = new float[size];
        var low = new float[size];
        Array.Fill(high, float.PositiveInfinity);
        Array.Fill(low, float.NegativeInfinity);
        return new BoxSpace(low, high);
    }

    private static int Legal(int action, int count, string name)
    {
        if ((uint)action >= (uint)count) throw new ArgumentOutOfRangeException(name, action, $"The action must be in 0 … {count - 1}.");
        return action;
    }

    private void BeginRound(StepBuffers buffers)
    {
        _candidateCount = _view.Offer(_candidates, _features, _context);
        if (_candidateCount < _options.SlateSize)
            throw new InvalidOperationException($"The view offered {_candidateCount} candidates for a slate of {_options.SlateSize}.");
        _slot = 0;
        _phase = Phase.Slots;
        Array.Clear(_chosenSum);
        buffers.CandidateCount = _candidateCount;
        _features.CopyTo(buffers.Candidates);
        buffers.Acting.Clear();
        for (var slot = 0; slot < _options.SlateSize; slot++)
        {
            buffers.Mask(slot).Clear();
            buffers.Mask(slot)[.._candidateCount].Fill(true);
        }

        buffers.Mask(_options.SlateSize).Clear();
        if (_options.Form == SlateForm.TurnBased)
        {
            BeginTurn(buffers);
            return;
        }

        buffers.Acting[.._options.SlateSize].Fill(true);
        for (var slot = 0; slot < _options.SlateSize; slot++) WriteSlotObservation(slot, buffers);
    }

    private void BeginTurn(StepBuffers buffers)
    {
        buffers.Acting.Clear();
        buffers.Acting[_slot] = true;
        WriteSlotObservation(_slot, buffers);
        var mask = buffers.Mask(_slot);
        for (var earlier = 0; earlier < _slot; earlier++) mask[_chosen[earlier]] = false;
    }

    private void WriteSlotObservation(int slot, StepBuffers buffers)
    {
        var observation = buffers.Observation(slot);
        observation.Clear();
        _context.CopyTo(observation);
        var mean = observation.Slice(_context.Length, _chosenSum.Length);
        for (var i = 0; i < mean.Length && _slot > 0; i++) mean[i] = _chosenSum[i] / _slot;
        observation[_context.Length + _chosenSum.Length + slot] = 1;
    }

    private void ChooseInTurn(int action, StepBuffers buffers)
    {
        Legal(action, _candidateCount, nameof(action));
        if (_chosen.AsSpan(0, _slot).Contains(action))
            throw new ArgumentOutOfRangeException(nameof(action), action, "The candidate is on the slate already; the mask rules it out.");
        buffers.Rewards.Clear();
        _chosen[_slot++] = action;
        for (var i = 0; i < _chosenSum.Length; i++) _chosenSum[i] += _features[action * _chosenSum.Length + i];
        if (_slot == _options.SlateSize) EndSlate(buffers);
        else BeginTurn(buffers);
    }

    private void ChooseAtOnce(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        for (var slot = 0; slot < _options.SlateSize; slot++) Legal(actions[slot], _candidateCount, nameof(actions));
        buffers.Rewards.Clear();
        for (; _slot < _options.SlateSize; _slot++)
        {
            var taken = _chosen.AsSpan(0, _slot);
            _chosen[_slot] = taken.Contains(actions[_slot]) ? BestUnchosen(actions, taken) : actions[_slot];
        }

        EndSlate(buffers);
    }

    private int BestUnchosen(ReadOnlySpan<int> actions, ReadOnlySpan<int> taken)
    {
        var wanted = actions[.._options.SlateSize];
        for (var candidate = 0; candidate < _candidateCount; candidate++)
            if (!wanted.Contains(candidate) && !taken.Contains(candidate)) return candidate;
        throw new InvalidOperationException("There are fewer candidates than slots.");
    }

    private void EndSlate(StepBuffers buffers)
    {
        for (var slot = 0; slot < _slate.Length; slot++) _slate[slot] = _candidates[_chosen[slot]];
        buffers.Acting.Clear();
        if (_options.User == UserControl.Simulated)
        {
            _users.ChoiceProbabilities(_slate, _probabilities);
            Answer(_random.NextCategorical(_probabilities), buffers);
            return;
        }

        _phase = Phase.User;
        var user = _options.SlateSize;
        buffers.Acting[user] = true;
        buffers.Mask(user)[..(user + 2)].Fill(true);
        WriteUserObservation(buffers);
    }

    private void WriteUserObservation(StepBuffers buffers)
    {
        var observation = buffers.Observation(_options.SlateSize);
        observation.Clear();
        for (var slot = 0; slot < _chosen.Length; slot++)
            _features.AsSpan(_chosen[slot] * _chosenSum.Length, _chosenSum.Length).CopyTo(observation[(slot * _chosenSum.Length)..]);
    }

    private void Answer(int choice, StepBuffers buffers)
    {
        var response = _users.Respond(_slate, choice, _random);
        for (var position = 0; position < _slate.Length; position++)
            _view.Observe(_slate[position], position == choice ? response.Kind : EventKind.View);
        buffers.Rewards[.._slate.Length].Fill(response.TeamReward);
        buffers.Rewards[_slate.Length] = response.UserReward;
        _round++;
        if (!response.Leaves && _round < _options.MaxRounds)
        {
            BeginRound(buffers);
            return;
        }

        _phase = Phase.Over;
        WriteFinalObservations(buffers);
        buffers.Terminated.Fill(response.Leaves);
        buffers.Truncated.Fill(!response.Leaves);
    }

    private void WriteFinalObservations(StepBuffers buffers)
    {
        // The state after the last answer, with an empty slate: what a critic bootstraps from when the session was only cut off.
        BeginRound(buffers);
        for (var slot = 1; slot < _slate.Length; slot++) WriteSlotObservation(slot, buffers);
        WriteUserObservation(buffers);
        buffers.Acting.Clear();
        _phase = Phase.Over;
    }
}
