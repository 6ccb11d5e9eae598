using System.Numerics.Tensors;
using System.Reflection;
using MarlRec.Benchmarks.Peers.Attention;

namespace MarlRec.Benchmarks.Peers.Native;

/// <summary>What stands behind a peer's name.</summary>
internal static class PeerVersions
{
    internal static string Of(string peer) => peer switch
    {
        "onnxruntime" => OnnxMiniLm.Version,
        "openblas" => OpenBlas.Version,
        "tensorprimitives" => "System.Numerics.Tensors " + typeof(TensorPrimitives).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0],
        _ => TorchRuntime.Version,
    };
}
