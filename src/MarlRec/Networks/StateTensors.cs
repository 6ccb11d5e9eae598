using MarlRec.Execution;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Checks of saved tensors before anything is overwritten, and exact integers in float tensors.</summary>
internal static class StateTensors
{
    internal static FloatTensor Require(IReadOnlyDictionary<string, FloatTensor> from, string name, Shape shape)
    {
        if (!from.TryGetValue(name, out var tensor) || tensor is null) throw new ArgumentException($"Tensor {name} is missing; {shape} was expected.", nameof(from));
        if (tensor.Shape != shape) throw new ArgumentException($"Tensor {name} has shape {tensor.Shape}, but {shape} was expected.", nameof(from));
        Throw.IfNotAllFinite(tensor.Span, name);
        return tensor;
    }

    /// <summary>A count as four 16-bit digits: a float holds no more than 24 bits exactly.</summary>
    internal static FloatTensor FromCount(long count)
    {
        var tensor = new FloatTensor(4);
        for (var i = 0; i < 4; i++) tensor.Span[i] = (count >> (16 * i)) & 0xFFFF;
        return tensor;
    }

    internal static long ToCount(FloatTensor tensor, string name, string argument = "from")
    {
        long count = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = tensor.Span[i];
            if (!(digit >= 0 && digit <= 0xFFFF) || digit != MathF.Floor(digit))
                throw new ArgumentException($"Tensor {name} holds {digit}, but digits from 0 to 65535 were expected.", argument);
            count |= (long)digit << (16 * i);
        }

        if (count < 0) throw new ArgumentException($"Tensor {name} holds a negative count.", argument);
        return count;
    }
}
