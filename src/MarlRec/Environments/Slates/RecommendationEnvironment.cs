using System.Text;
using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// The shared environment of a recommender: K slot agents build a slate from C candidates, the user agent picks one of them, none, or leaves, and both sides
/// are rewarded.
/// </summary>
/// <remarks>
/// <para>Agents 0 … K − 1 are the slots, in order of position; agent K is the user. A slot's action is an index into <see cref="StepBuffers.Candidates"/>; the
/// user's is a position of the slate, K for <em>none</em>, K + 1 for <em>leave</em>. In turn-based form slot k acts in the k-th step of a round; in simultaneous form
/// all slots act in its first. A user that is an agent answers in a step of its own; a simulated one answers at once and never acts. Since slots and user never act
/// in the same step, the spec says <see cref="EnvironmentSpec.TurnBased"/> in every form.</para>
/// <para>A slot observes [context (X), mean of the slate so far (D), one-hot of its position (K)]; when slots act at once, the slate so far is zero. The user
/// observes the candidates of the newest complete slate [K, D]; zeros before the first. Masks rule out candidates already on the slate; where slots act at once and two
/// choose the same candidate, the later one takes the first candidate on offer that nobody chose. Rewards arrive on the step in which the user answers; all slots share the team's.</para>
/// <para>The session is terminated when the user leaves. It is truncated after <see cref="RecommendationEnvironmentOptions.MaxRounds"/> answers, or when the view has
/// fewer candidates left than there are slots; a user for whom that is so from the start is passed over. Either way slots see the context after the last answer, with an empty slate.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class RecommendationEnvironment : EnvironmentBase, ITextRenderable
{
    private const int MaxDraws = 100;

    private readonly IUserModel _users;
    private readonly ISlateView _view;
    private readonly RecommendationEnvironmentOptions _options;
    private readonly int[] _candidates;
    private readonly float[] _features;
    private readonly float[] _context;
    private readonly float[] _chosenSum;
    private readonly float[] _shown;
    private readonly float[] _probabilities;
    private readonly int[] _slate;
    private readonly int[] _chosen;
    private RandomStream _random = new(0);
    private int _candidateCount;
    private int _slot;
    private bool _userActs;
    private int _round = -1;
    private int _answer;
    private float _reward;

    /// <summary>Joins a user population and a recommender's view of it.</summary>
    /// <param name="users">The users; owned by the environment from here on.</param>
    /// <param name="view">The recommender's side; owned by the environment from here on.</param>
    /// <param name="options">The shape.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are fewer items than candidates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public RecommendationEnvironment(IUserModel users, ISlateView view, RecommendationEnvironmentOptions options)
        : base(Describe(users, view, options))
    {
        (_users, _view, _options) = (users, view, options);
        int slots = options.SlateSize, size = view.CandidateSize, candidates = options.CandidateCount;
        _candidates = new int[candidates];
        _features = new float[candidates * size];
        _context = new float[view.ContextSize];
        _chosenSum = new float[size];
        _shown = new float[slots * size];
        _probabilities = new float[slots + 2];
        _slate = new int[slots];
        _chosen = new int[slots];
    }

    internal RecommendationEnvironmentOptions Options => _options;

    /// <summary>The users, as they were given.</summary>
    public IUserModel Users => _users;

    /// <summary>The item behind each candidate of the current round.</summary>
    public ReadOnlySpan<int> CandidateItems => _candidates.AsSpan(0, _candidateCount);

    /// <summary>What the last complete slate held, as items; zeros before the first.</summary>
    public ReadOnlySpan<int> Slate => _slate;

    /// <inheritdoc />
    /// <remarks>The last complete slate with the user's answer, then the candidates with the slots that have chosen them. A user model that is an <see cref="IItemText"/> names items and users.</remarks>
    public void Render(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_round < 0) throw new InvalidOperationException($"{Spec.Name} has no episode; call Reset before Render.");
        new SlateFrame(this, _users as IItemText, text).Draw();
    }

    /// <summary>How many slates the user has answered; −1 before the first reset.</summary>
    internal int Round => _round;

    /// <summary>What the user answered last, as <see cref="IUserModel.Respond"/> counts, and what the slots earned by it.</summary>
    internal (int Choice, float Reward) LastAnswer => (_answer, _reward);

    /// <summary>Whether the slate is complete and the user, an agent, has yet to answer.</summary>
    internal bool IsUserActing => _userActs;

    /// <summary>The candidates chosen in this round so far, slot by slot.</summary>
    internal ReadOnlySpan<int> ChosenCandidates => _chosen.AsSpan(0, _slot);

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The view offered fewer candidates than there are slots for each of 100 users drawn, or more than it was asked for.</exception>
    protected override void OnReset(RandomStream random, StepBuffers buffers)
    {
        _random = random;
        Array.Clear(_slate);
        Array.Clear(_shown);
        _round = 0;
        for (var draw = 1; ; draw++)
        {
            _users.BeginSession(_random);
            _view.Begin(_users.History);
            BeginRound();
            if (_candidateCount >= _slate.Length) break;
            if (draw == MaxDraws) throw new InvalidOperationException($"For each of {draw} users drawn, the view offered too few candidates for a slate of {_slate.Length}, lastly {_candidateCount}.");
        }

        Write(buffers);
    }

    /// <inheritdoc />
    protected override void OnStep(ReadOnlySpan<int> actions, StepBuffers buffers)
    {
        if (_userActs)
        {
            Answer(actions[_slate.Length], buffers);
        }
        else
        {
            if (_options.Form == SlateForm.TurnBased) ChooseInTurn(actions[_slot]);
            else ChooseAtOnce(actions);
            if (_slot == _slate.Length) EndSlate(buffers);
        }

        Write(buffers);
    }

    private static EnvironmentSpec Describe(IUserModel users, ISlateView view, RecommendationEnvironmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (users.ItemCount < options.CandidateCount)
            throw new ArgumentException($"The users know {users.ItemCount} items, but {options.CandidateCount} candidates are asked for.", nameof(options));
        int slots = options.SlateSize, size = view.CandidateSize;
        var slotSpace = Unbounded(view.ContextSize + size + slots);
        var slotActions = new DiscreteSpace(options.CandidateCount);
        var stepsOfRound = (options.Form == SlateForm.TurnBased ? slots : 1) + (options.User == UserControl.Agent ? 1 : 0);
        return new EnvironmentSpec
        {
            Name = options.Name ?? (options.Form == SlateForm.TurnBased ? "Recommendation (turn-based)" : "Recommendation (simultaneous)"),
            AgentCount = slots + 1,
            ObservationSpaces = [.. Enumerable.Repeat<Space>(slotSpace, slots), Unbounded(slots * size)],
            ActionSpaces = [.. Enumerable.Repeat(slotActions, slots), new DiscreteSpace(slots + 2)],
            CandidateCount = options.CandidateCount,
            CandidateSize = size,
            MaxSteps = options.MaxRounds * stepsOfRound,
            TurnBased = true,
        };
    }

    private static BoxSpace Unbounded(int size) => new(float.NegativeInfinity, float.PositiveInfinity, size);

    private void BeginRound()
    {
        _candidateCount = _view.Offer(_candidates, _features, _context);
        if ((uint)_candidateCount > (uint)_candidates.Length)
            throw new InvalidOperationException($"The view offered {_candidateCount} candidates, but {_candidates.Length} were asked for.");
        _features.AsSpan(_candidateCount * _chosenSum.Length).Clear();
        _slot = 0;
        _userActs = false;
        Array.Clear(_chosenSum);
    }

    private void ChooseInTurn(int action)
    {
        _chosen[_slot++] = action;
        for (var i = 0; i < _chosenSum.Length; i++) _chosenSum[i] += _features[action * _chosenSum.Length + i];
    }

    private void ChooseAtOnce(ReadOnlySpan<int> actions)
    {
        for (; _slot < _slate.Length; _slot++)
        {
            var taken = _chosen.AsSpan(0, _slot);
            _chosen[_slot] = taken.Contains(actions[_slot]) ? BestUnchosen(actions[.._slate.Length], taken) : actions[_slot];
        }
    }

    // There is one: with a duplicate, the slots want and have taken fewer candidates than there are slots.
    private static int BestUnchosen(ReadOnlySpan<int> wanted, ReadOnlySpan<int> taken)
    {
        for (var candidate = 0; ; candidate++)
            if (!wanted.Contains(candidate) && !taken.Contains(candidate)) return candidate;
    }

    private void EndSlate(StepBuffers buffers)
    {
        var size = _chosenSum.Length;
        for (var slot = 0; slot < _slate.Length; slot++)
        {
            _slate[slot] = _candidates[_chosen[slot]];
            _features.AsSpan(_chosen[slot] * size, size).CopyTo(_shown.AsSpan(slot * size));
        }

        if (_options.User == UserControl.Agent)
        {
            _userActs = true;
            return;
        }

        _users.ChoiceProbabilities(_slate, _probabilities);
        Answer(_random.NextCategorical(_probabilities), buffers);
    }

    private void Answer(int choice, StepBuffers buffers)
    {
        var response = _users.Respond(_slate, choice, _random);
        _round++;
        (_answer, _reward) = (choice, response.TeamReward);
        for (var position = 0; position < _slate.Length; position++)
            _view.Observe(_slate[position], position == choice ? response.Kind : EventKind.View);
        buffers.Rewards[.._slate.Length].Fill(response.TeamReward);
        buffers.Rewards[_slate.Length] = response.UserReward;
        // After the last answer too: a critic bootstraps from this state when the session was only cut off.
        BeginRound();
        if (response.Leaves) buffers.Terminated.Fill(true);
        else if (_candidateCount < _slate.Length) buffers.Truncated.Fill(true);
    }

    private void Write(StepBuffers buffers)
    {
        var turns = _options.Form == SlateForm.TurnBased;
        buffers.CandidateCount = _candidateCount;
        _features.CopyTo(buffers.Candidates);
        for (var slot = 0; slot < _slate.Length; slot++)
        {
            WriteSlotObservation(slot, buffers.Observation(slot));
            var mask = buffers.Mask(slot);
            mask[_candidateCount..].Clear();
            if (turns)
                foreach (var earlier in _chosen.AsSpan(0, _slot)) mask[earlier] = false;
            buffers.Acting[slot] = !_userActs && (!turns || slot == _slot);
        }

        _shown.CopyTo(buffers.Observation(_slate.Length));
        if (!_userActs) buffers.Mask(_slate.Length).Clear();
        buffers.Acting[_slate.Length] = _userActs;
    }

    private void WriteSlotObservation(int slot, Span<float> observation)
    {
        _context.CopyTo(observation);
        var mean = observation.Slice(_context.Length, _chosenSum.Length);
        for (var i = 0; i < mean.Length; i++) mean[i] = _slot == 0 ? 0 : _chosenSum[i] / _slot;
        var position = observation.Slice(_context.Length + _chosenSum.Length, _slate.Length);
        position.Clear();
        position[slot] = 1;
    }
}
