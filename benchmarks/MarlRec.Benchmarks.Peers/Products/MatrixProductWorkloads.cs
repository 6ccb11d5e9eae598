using System.Globalization;
using MarlRec.Benchmarks.Peers.Measurement;
using MarlRec.Benchmarks.Peers.Native;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;
using TorchSharp;

namespace MarlRec.Benchmarks.Peers.Products;

/// <summary>C[m,n] += A[m,k] · B[k,n] in float32, row-major, B packed inside the call; 2·m·n·k operations. Peers: libtorch's MKL, and OpenBLAS.</summary>
internal static unsafe class MatrixProductWorkloads
{
    private static readonly (int M, int N, int K)[] s_shapes =
    [
        (64, 64, 64), (128, 128, 128), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024),
        (32, 64, 64), (128, 64, 64), (1024, 64, 64), (32, 512, 128), (128, 512, 128), (1024, 512, 128), (2048, 128, 128), (12800, 256, 64),
        (1, 128, 128), (1, 10000, 64),
    ];

    /// <summary>One for each shape: squares, a layer's skinny ones, and a vector times a matrix.</summary>
    internal static IEnumerable<Workload> All => s_shapes.Select(shape =>
    {
        var flops = 2.0 * shape.M * shape.N * shape.K;
        var name = string.Create(CultureInfo.InvariantCulture, $"gemm {shape.M}x{shape.N}x{shape.K}");
        // A vector's product uses each weight once: it is as fast as weights come, from the level that holds them.
        var bytes = shape.M == 1 ? (double)sizeof(float) * shape.N * shape.K : 0;
        var level = bytes > 512 * 1024 ? MemoryLevel.ThirdLevel : MemoryLevel.SecondLevel;
        var formula = shape.M == 1 ? "2·n·k operations, n·k weights read once" : "2·m·n·k operations";
        return new Workload(name, Scale.Rate("GFLOP/s", flops / 1e9), new Cost(flops, bytes, level, formula), context => Open(context, name, shape.M, shape.N, shape.K));
    });

    private static Contest Open(ComputeContext context, string name, int m, int n, int k)
    {
        var random = Draws.Stream(name);
        FloatTensor a = Draws.Tensor(random, m, k), b = Draws.Tensor(random, k, n), mine = new(m, n), blas = new(m, n);
        torch.Tensor ta = TorchTensors.Of(a.Span, m, k), tb = TorchTensors.Of(b.Span, k, n), tc = torch.zeros(m, n);
        torch.Tensor row = ta.select(0, 0), columns = tb.t(), result = tc.select(0, 0);
        var workspace = new Workspace();

        MarlRec();
        Mkl();
        Agreement.Require("C, MKL", mine.Span, TorchTensors.Values(tc), 1e-5);
        List<Contender> peers = [new("mkl", Mkl, Lingers.OpenMP)];
        if (OpenBlas.IsInstalled)
        {
            OpenBlas.SetThreads(context.DegreeOfParallelism);
            Blas();
            Agreement.Require("C, OpenBLAS", mine.Span, blas.Span, 1e-5);
            peers.Add(new Contender("openblas", Blas, Lingers.OpenBlas));
        }

        return new Contest(MarlRec, peers, ta, tb, tc, row, columns, result);

        void MarlRec() => MatrixProduct.Add(context, workspace, m, n, k, a.Pointer, k, 1, b.Pointer, n, 1, mine.Pointer, n);

        // In place, as MarlRec's: no result is allocated.
        void Mkl()
        {
            if (m == 1) result.addmv_(columns, row, 1, 1);
            else tc.addmm_(ta, tb, 1, 1);
        }

        void Blas() => OpenBlas.MultiplyAdd(m, n, k, a.Pointer, b.Pointer, blas.Pointer);
    }
}
