using Microsoft.ML.Tokenizers;

namespace MarlRec.Text.Vocabularies;

/// <summary>Runs the normalising steps of a file one after the other.</summary>
internal sealed class StepNormalizer(IReadOnlyList<Func<string, string>> steps) : Normalizer
{
    public override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return steps.Aggregate(original, static (text, step) => step(text));
    }

    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
}
