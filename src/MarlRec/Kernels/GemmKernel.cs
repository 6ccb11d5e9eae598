namespace MarlRec.Kernels;

/// <summary>
/// Register tiles of the matrix product: C[R,n] = start[R,n] + A[R,k] · B[k,n] for R = 12, 8, 6, 4, 2, 1 and n two registers. A has any strides; rows of B,
/// of the start and of C are contiguous. The start is C itself, a bias (stride 0) or zeros (stride 0).
/// </summary>
/// <remarks>
/// Each element of C is one chain of multiply–adds in the order of k, started from the value in memory. So its bits depend neither on R, nor on the width
/// of the registers, nor on how the callers cut rows, columns or depth: a batch, a single row and any degree of parallelism agree.
/// NoInlining keeps the accumulators in registers: inlined into a large caller they spill.
/// </remarks>
internal static unsafe partial class GemmKernel;
