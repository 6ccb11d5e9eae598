using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>How an optimiser moves one weight, from its gradient and up to three numbers that it keeps for each weight; a struct, see <see cref="ParameterUpdate"/>.</summary>
internal interface IUpdateRule
{
    /// <summary>Moves a register of weights. A number that is not kept is zero on entry and dropped afterwards.</summary>
    void Apply<T>(T gradient, ref T weight, ref T first, ref T second, ref T third)
        where T : struct, ILanes<T>;
}
