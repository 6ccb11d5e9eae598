namespace MarlRec.Tensors;

/// <summary>Element types of a safetensors file, in the format's order of rising alignment.</summary>
public enum SafeTensorType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>4-bit float. Not converted.</summary>
    F4,

    /// <summary>6-bit float. Not converted.</summary>
    F6E2M3,

    /// <summary>6-bit float. Not converted.</summary>
    F6E3M2,

    /// <summary>Unsigned byte.</summary>
    U8,

    /// <summary>Signed byte.</summary>
    I8,

    /// <summary>8-bit float. Not converted.</summary>
    F8E5M2,

    /// <summary>8-bit float. Not converted.</summary>
    F8E4M3,

    /// <summary>8-bit scale. Not converted.</summary>
    F8E8M0,

    /// <summary>8-bit float. Not converted.</summary>
    F8E4M3FNUZ,

    /// <summary>8-bit float. Not converted.</summary>
    F8E5M2FNUZ,

    /// <summary>16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 16-bit integer. Not converted.</summary>
    U16,

    /// <summary>Half-precision float.</summary>
    F16,

    /// <summary>The upper half of a single-precision float.</summary>
    BF16,

    /// <summary>32-bit integer.</summary>
    I32,

    /// <summary>Unsigned 32-bit integer. Not converted.</summary>
    U32,

    /// <summary>Single-precision float.</summary>
    F32,

    /// <summary>Two single-precision floats. Not converted.</summary>
    C64,

    /// <summary>Double-precision float.</summary>
    F64,

    /// <summary>64-bit integer.</summary>
    I64,

    /// <summary>Unsigned 64-bit integer. Not converted.</summary>
    U64,
}
