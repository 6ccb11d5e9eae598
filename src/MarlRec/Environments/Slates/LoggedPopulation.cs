using MarlRec.Data;
using MarlRec.Execution;

namespace MarlRec.Environments.Slates;

/// <summary>
/// Users replayed from histories: a session starts somewhere in a real history, and what the user wants next is what it really consumed next.
/// </summary>
/// <remarks>
/// <para>The user looks at positions from the top and goes on to the next with probability <see cref="LoggedPopulationOptions.Attention"/>; the first item it sees that is among the next
/// <see cref="LoggedPopulationOptions.Horizon"/> events of its history is chosen (reward 1 for both sides). A user who finds nothing leaves with probability
/// <see cref="LoggedPopulationOptions.LeaveProbability"/>, one who found everything leaves too; an item that is not wanted earns nothing if a user agent picks it. It is a user agent made of logs alone: it knows nothing of what the user would have liked but never met.</para>
/// <para>Thread safety: <em>single owner</em>.</para>
/// </remarks>
public sealed class LoggedPopulation : IUserModel
{
    private readonly IReadOnlyList<int[]> _histories;
    private readonly LoggedPopulationOptions _options;
    private readonly bool[] _wanted;
    private int[] _user = [];
    private int _start;

    /// <summary>Takes histories to replay.</summary>
    /// <param name="histories">Each user's items, oldest first; not copied. At least one holds two events.</param>
    /// <param name="itemCount">How many items there are, at least 1.</param>
    /// <param name="options">The user's habits.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">No history holds two events, or a history is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item does not exist, or a number is out of its range.</exception>
    public LoggedPopulation(IReadOnlyList<int[]> histories, int itemCount, LoggedPopulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(itemCount, 1);
        options.Validate();
        foreach (var history in histories)
        {
            if (history is null) throw new ArgumentException("A history is null.", nameof(histories));
            foreach (var item in history) Throw.IfOutside(item, 0, itemCount - 1, nameof(histories));
        }

        _histories = [.. histories.Where(history => history.Length >= 2)];
        if (_histories.Count == 0) throw new ArgumentException("No history holds two events.", nameof(histories));
        _options = options;
        _wanted = new bool[itemCount];
    }

    private LoggedPopulation(LoggedPopulation other) =>
        (_histories, _options, _wanted) = (other._histories, other._options, new bool[other._wanted.Length]);

    /// <inheritdoc />
    public int ItemCount => _wanted.Length;

    /// <inheritdoc />
    public ReadOnlySpan<int> History => _user.AsSpan(0, _start);

    /// <summary>A second model of the same users, for another thread.</summary>
    public LoggedPopulation Copy() => new(this);

    /// <inheritdoc />
    public void BeginSession(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _user = _histories[random.Next(_histories.Count)];
        var first = Math.Max(1, (int)(_user.Length * _options.EarliestStart));
        _start = first + random.Next(Math.Max(1, _user.Length - first));
        Array.Clear(_wanted);
        var end = Math.Min(_user.Length, _start + _options.Horizon);
        foreach (var item in _user.AsSpan(_start, end - _start)) _wanted[item] = true;
        // What the user has had already is not offered again, so it cannot be what a list is judged by.
        foreach (var item in History) _wanted[item] = false;
    }

    /// <inheritdoc />
    public void ChoiceProbabilities(ReadOnlySpan<int> slate, Span<float> probabilities)
    {
        Throw.IfLengthDiffers(probabilities.Length, slate.Length + 2, nameof(probabilities));
        TopicPopulation.CheckItems(slate, ItemCount);
        double reaches = 1, left = 1;
        for (var position = 0; position < slate.Length; position++)
        {
            var chosen = _wanted[slate[position]] ? reaches : 0;
            probabilities[position] = (float)chosen;
            left -= chosen;
            reaches = chosen > 0 ? 0 : reaches * _options.Attention;
        }

        left = Math.Max(0, left);
        probabilities[slate.Length] = (float)(left * (1 - _options.LeaveProbability));
        probabilities[slate.Length + 1] = (float)(left * _options.LeaveProbability);
    }

    /// <inheritdoc />
    public SlateResponse Respond(ReadOnlySpan<int> slate, int choice, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfOutside(choice, 0, slate.Length + 1);
        TopicPopulation.CheckItems(slate, ItemCount);
        if (choice >= slate.Length) return new SlateResponse(EventKind.View, 0, 0, Leaves: choice > slate.Length);
        var reward = _wanted[slate[choice]] ? 1 : 0;
        _wanted[slate[choice]] = false;
        return new SlateResponse(EventKind.Click, reward, reward, Leaves: !_wanted.AsSpan().Contains(true));
    }
}
