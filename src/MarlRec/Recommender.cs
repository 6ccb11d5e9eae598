using System.Collections.Concurrent;
using MarlRec.Data;
using MarlRec.Execution;
using MarlRec.Recommenders.Serving;
using MarlRec.Recommenders.Slates;

namespace MarlRec;

/// <summary>A recommender that learns from logs, serves lists, and goes on learning from what users do with them.</summary>
/// <remarks>
/// <para>Two clocks: feedback changes <em>that user's</em> next list at once (<see cref="Observe"/>); what is shared changes by promotion only (<see cref="Fit"/>,
/// <see cref="TrainTeam"/>, <see cref="Learn"/>), which raises <see cref="PolicyVersion"/>.</para>
/// <para>Thread safety: <see cref="Recommend"/>, <see cref="Observe"/> and <see cref="Forget"/> are <em>thread-safe</em>, also while another thread fits, trains, plays
/// sessions, learns or saves; those take turns.</para>
/// </remarks>
public sealed partial class Recommender : IDisposable
{
    private readonly RecommenderOptions _options;
    private readonly ComputeContext _context;
    private readonly RandomStream _random;
    private readonly Lock _learning = new();
    private readonly Lock _observing = new();
    private volatile ServedModel? _model;
    private volatile ConcurrentQueue<string>? _forgottenDuringFit;
    private long _anonymousRequests;
    private bool _disposed;
    private SlateActorCritic? _learner;

    internal Recommender(RecommenderOptions options, int degreeOfParallelism)
    {
        options.Validate();
        _options = options;
        _context = new ComputeContext(degreeOfParallelism);
        _random = new RandomStream(options.Seed);
    }

    /// <summary>The options it was built with.</summary>
    public RecommenderOptions Options => _options;

    /// <summary>Whether it can serve: after the first <see cref="Fit"/>, or when loaded.</summary>
    public bool IsFitted => _model is not null;

    /// <summary>The version of the policy that serves; 0 before the first fit.</summary>
    public long PolicyVersion => _model?.Version ?? 0;

    /// <summary>The items that can be recommended; their indices are those that user models and metrics use.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    public IdMap Items => Model.Items;

    /// <summary>The users that are remembered, in no particular order.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    public IReadOnlyCollection<string> Users => [.. Model.Users.Keys];

    /// <summary>The served lists that wait for feedback or learning.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    public DecisionLog Decisions => Model.Decisions;

    private ServedModel Model
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _model ?? throw new InvalidOperationException("The recommender has not learned anything yet; call Fit, or start from Recommender.Load.");
        }
    }

    /// <summary>Erases a user: history, interest vector, and the decisions made for it.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>Whether anything was known of the user.</returns>
    /// <exception cref="ArgumentException"><paramref name="userId"/> is null or empty.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted yet.</exception>
    /// <remarks>Weights shared by all users keep what they learned in aggregate until the next <see cref="Fit"/> on a log without the user; folders saved
    /// before still hold the user.</remarks>
    public bool Forget(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        // Noted first: a fit that ends meanwhile erases the user from its own model, whichever of the two is read next.
        _forgottenDuringFit?.Enqueue(userId);
        return Erase(Model, userId);
    }

    private bool Erase(ServedModel model, string userId)
    {
        lock (_observing)
        {
            var known = model.Users.TryRemove(userId, out _);
            return model.Decisions.Forget(userId) > 0 || known;
        }
    }

    /// <summary>Stops the worker threads.</summary>
    public void Dispose()
    {
        _disposed = true;
        _context.Dispose();
    }
}
