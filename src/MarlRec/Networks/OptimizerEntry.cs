using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>A parameter and what its optimiser keeps for each of its elements; null in place of a state that is not kept.</summary>
internal sealed unsafe class OptimizerEntry(string name, Parameter parameter, int group, FloatTensor?[] states)
{
    private const int TileLength = 8 * 1024;

    private UpdatePlan? _plan;

    internal string Name => name;

    internal Parameter Parameter => parameter;

    internal int Group => group;

    /// <summary>Which of the optimiser's rules the step uses.</summary>
    internal int Rule { get; set; }

    /// <summary>How many steps the parameter was frozen in.</summary>
    internal long Skipped { get; set; }

    internal FloatTensor? State(int index) => states[index];

    internal float* Pointer(int state, nint start) => states[state] is { } tensor ? tensor.Pointer + start : null;

    /// <summary>Moves the touched rows of a row-sparse parameter that is not frozen.</summary>
    internal void UpdateRows<TRule>(ComputeContext context, TRule[] rules)
        where TRule : struct, IUpdateRule
    {
        var rows = parameter.TouchedRows!;
        if (parameter.IsFrozen) return;
        if (rows.IsAll)
        {
            (_plan ??= new UpdatePlan([this])).Update(context, rules);
            return;
        }

        var perTile = Math.Max(1, TileLength / Math.Max(1, parameter.RowWidth));
        context.For((rows.Ids.Length + perTile - 1) / perTile, new RowTiles<TRule>(this, perTile, rules[Rule]));
    }

    /// <summary>Sets the gradient of a row-sparse parameter to zero.</summary>
    internal void ZeroGradient(ComputeContext context)
    {
        if (_plan is not null && parameter.TouchedRows!.IsAll)
        {
            _plan.ZeroGradients(context);
            parameter.TouchedRows.Clear();
        }
        else
        {
            parameter.ZeroGradient();
        }
    }

    private readonly struct RowTiles<TRule>(OptimizerEntry entry, int perTile, TRule rule) : ITileBody
        where TRule : struct, IUpdateRule
    {
        public void Run(int tile)
        {
            var width = entry.Parameter.RowWidth;
            float* weights = entry.Parameter.Value.Pointer, gradient = entry.Parameter.Gradient.Pointer;
            var all = entry.Parameter.TouchedRows!.Ids;
            var end = (int)Math.Min((long)(tile + 1) * perTile, all.Length);
            for (var i = tile * perTile; i < end; i++)
            {
                var start = (nint)all[i] * width;
                ParameterUpdate.Run(rule, width, weights + start, gradient + start, entry.Pointer(0, start), entry.Pointer(1, start), entry.Pointer(2, start));
            }
        }
    }
}
