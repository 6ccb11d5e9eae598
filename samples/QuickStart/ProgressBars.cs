using MarlRec.Recommenders.Serving;
using Spectre.Console;

namespace QuickStart;

/// <summary>Shows a fit's stages as bars.</summary>
internal static class ProgressBars
{
    internal static T Run<T>(string title, Func<IProgress<FitProgress>, T> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .Start(context => work(new Bars(context, title)));

    private sealed class Bars(ProgressContext context, string title) : IProgress<FitProgress>
    {
        private readonly Dictionary<FitStage, ProgressTask> _tasks = [];

        public void Report(FitProgress value)
        {
            if (!_tasks.TryGetValue(value.Stage, out var task)) _tasks[value.Stage] = task = context.AddTask(title, maxValue: value.Total);
            var name = value.Stage == FitStage.Encoder ? $"encoder (loss {value.Value:F2})" : $"slot agents (return {value.Value:F2})";
            task.Description = Markup.Escape($"{title}: {name}");
            task.Value = value.Done;
        }
    }
}
