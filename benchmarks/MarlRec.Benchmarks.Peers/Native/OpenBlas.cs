using System.Runtime.InteropServices;

namespace MarlRec.Benchmarks.Peers.Native;

/// <summary>OpenBLAS by its C interface, where it is installed (on Debian: libopenblas0-pthread).</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, AsStored = 111, Transposed = 112;

    /// <summary>Whether the library is there.</summary>
    internal static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>For the tables: the library, its version and the kernels it chose for this processor.</summary>
    internal static string Version => Marshal.PtrToStringAnsi(Configuration()) ?? "OpenBLAS";

    /// <summary>Sets how many threads it uses.</summary>
    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    internal static partial void SetThreads(int threads);

    /// <summary>C[m,n] += A[m,k] · B[k,n], all dense and row-major; a matrix of one row is multiplied as a vector.</summary>
    internal static void MultiplyAdd(int m, int n, int k, float* a, float* b, float* c)
    {
        if (m == 1) Vector(RowMajor, Transposed, k, n, 1, b, n, a, 1, 1, c, 1);
        else Matrix(RowMajor, AsStored, AsStored, m, n, k, 1, a, k, b, n, 1, c, n);
    }

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint Configuration();

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Matrix(
        int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_sgemv")]
    private static partial void Vector(
        int order, int transposeA, int m, int n, float alpha, float* a, int lda, float* x, int strideX, float beta, float* y, int strideY);
}
