using MarlRec.Networks;
using MarlRec.Tensors;
using TorchSharp;

namespace MarlRec.Benchmarks.Peers.Native;

/// <summary>Moves numbers between the two libraries.</summary>
internal static class TorchTensors
{
    /// <summary>A float tensor with a copy of the values, outside any dispose scope.</summary>
    internal static torch.Tensor Of(ReadOnlySpan<float> values, params long[] shape) => torch.tensor(values.ToArray()).reshape(shape).DetachFromDisposeScope();

    /// <summary>A tensor of 64-bit integers.</summary>
    internal static torch.Tensor Of(ReadOnlySpan<int> values, params long[] shape)
    {
        var wide = new long[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        return torch.tensor(wide).reshape(shape).DetachFromDisposeScope();
    }

    /// <summary>The elements in row-major order.</summary>
    internal static float[] Values(torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    /// <summary>Gives a torch parameter the value of a MarlRec parameter of as many elements.</summary>
    internal static void Copy(Parameter from, TorchSharp.Modules.Parameter to) => Copy(from.Value, to);

    /// <summary>Gives a torch parameter the values of a tensor of as many elements.</summary>
    internal static void Copy(FloatTensor from, TorchSharp.Modules.Parameter to)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        to.copy_(Of(from.Span, to.shape));
    }

    /// <summary>Gives a torch linear layer the weights of a MarlRec one.</summary>
    internal static void Copy(Linear from, TorchSharp.Modules.Linear to)
    {
        Copy(from.Weight, to.weight);
        if (from.Bias is { } bias) Copy(bias, to.bias!);
    }
}
