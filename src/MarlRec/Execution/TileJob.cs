using System.Runtime.ExceptionServices;

namespace MarlRec.Execution;

/// <summary>A loop that several threads drain together. Kept by its context and used again, so that loops allocate nothing in steady state.</summary>
internal abstract class TileJob
{
    /// <summary>Runs tiles until none is left.</summary>
    internal abstract void Drain();
}

/// <inheritdoc/>
internal sealed class TileJob<TBody> : TileJob
    where TBody : struct, ITileBody
{
    private readonly Lock _lock = new();
    private TBody _body;
    private long _tiles;
    // Wider than a tile's index: each thread counts once past the end.
    private long _next;
    private long _failedTile;
    private ExceptionDispatchInfo? _failure;

    internal void Begin(int tiles, in TBody body)
    {
        _body = body;
        _tiles = tiles;
        _next = -1;
        _failedTile = long.MaxValue;
        _failure = null;
    }

    internal override void Drain()
    {
        long tile;
        while ((tile = Interlocked.Increment(ref _next)) < _tiles)
        {
            try
            {
                // A copy for each tile, as in a serial loop: a body that changes itself cannot tell the two apart.
                var body = _body;
                body.Run((int)tile);
            }
            catch (Exception exception)
            {
                lock (_lock)
                {
                    if (tile >= _failedTile) continue;
                    _failedTile = tile;
                    _failure = ExceptionDispatchInfo.Capture(exception);
                }
            }
        }
    }

    /// <summary>Lets go of the body and rethrows the failure of the lowest tile. Called when no thread drains any more.</summary>
    internal void End()
    {
        var failure = _failure;
        _body = default;
        _failure = null;
        failure?.Throw();
    }
}
