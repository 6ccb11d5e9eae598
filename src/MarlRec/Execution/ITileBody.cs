namespace MarlRec.Execution;

/// <summary>Work that is cut into tiles; a struct, so that the loop around it is compiled for it.</summary>
public interface ITileBody
{
    /// <summary>Does one tile. Called at most once for each index, possibly from several threads at once, in any order.</summary>
    /// <param name="tile">The tile's index, from 0.</param>
    void Run(int tile);
}
