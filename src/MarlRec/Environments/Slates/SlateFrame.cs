using System.Globalization;
using System.Text;

namespace MarlRec.Environments.Slates;

/// <summary>One frame of a <see cref="RecommendationEnvironment"/> as text.</summary>
internal readonly struct SlateFrame(RecommendationEnvironment world, IItemText? words, StringBuilder text)
{
    internal void Draw()
    {
        text.Append(CultureInfo.InvariantCulture, $"{world.Spec.Name}, {world.Round} answered");
        if (words is not null)
        {
            text.Append(", ");
            words.DescribeUser(text);
        }

        text.Append('\n');
        if (world.Round > 0 || world.IsUserActing) DrawSlate();
        if (!world.IsUserActing) DrawCandidates();
    }

    private void DrawSlate()
    {
        var slate = world.Slate;
        // A slate that waits for its answer is of this round, an answered one of the round before.
        var isAnswered = !world.IsUserActing;
        var (choice, reward) = isAnswered ? world.LastAnswer : (-1, 0);
        text.Append("slate\n");
        for (var position = 0; position < slate.Length; position++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {position + 1}. ");
            DrawItem(slate[position], isAnswered);
            if (position == choice) text.Append(CultureInfo.InvariantCulture, $"  <- chosen, reward {reward:0.00}");
            text.Append('\n');
        }

        if (isAnswered && choice >= slate.Length) text.Append(choice == slate.Length ? "  none chosen\n" : "  left\n");
    }

    private void DrawCandidates()
    {
        var candidates = world.CandidateItems;
        var chosen = world.ChosenCandidates;
        text.Append("candidates\n");
        for (var candidate = 0; candidate < candidates.Length; candidate++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  [{candidate}] ");
            DrawItem(candidates[candidate], ofLastRound: false);
            var slot = chosen.IndexOf(candidate);
            if (slot >= 0) text.Append(CultureInfo.InvariantCulture, $"  -> slot {slot + 1}");
            text.Append('\n');
        }
    }

    private void DrawItem(int item, bool ofLastRound)
    {
        if (words is null) text.Append(CultureInfo.InvariantCulture, $"item {item}");
        else words.DescribeItem(item, ofLastRound, text);
    }
}
