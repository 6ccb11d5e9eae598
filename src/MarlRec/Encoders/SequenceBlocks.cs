using MarlRec.Text;

namespace MarlRec.Encoders;

/// <summary>Cuts many sequences into blocks for inference.</summary>
internal static class SequenceBlocks
{
    private const int MostRows = 256;

    // Rows of a block are padded to its longest: without this one long text would cost the memory of 256.
    private const long MostTokens = 1 << 16;

    /// <summary>Neighbouring sequences, padded to the longest of their block, with the place of the first.</summary>
    /// <param name="sequences">Ids of each; at least one sequence, some may be empty.</param>
    /// <param name="name">The argument's name, for messages.</param>
    internal static IEnumerable<(int First, TokenBatch Rows)> Of(IReadOnlyList<int[]> sequences, string name)
    {
        for (var first = 0; first < sequences.Count;)
        {
            var block = new List<int[]>();
            var longest = 1;
            while (first + block.Count < sequences.Count && block.Count < MostRows)
            {
                var place = first + block.Count;
                var next = sequences[place] ?? throw new ArgumentNullException(name, $"{name}[{place}] is null.");
                if (block.Count > 0 && Math.Max(longest, next.Length) * (block.Count + 1L) > MostTokens) break;
                longest = Math.Max(longest, next.Length);
                block.Add(next);
            }

            yield return (first, TokenBatch.FromSequences(block, longest));
            first += block.Count;
        }
    }
}
