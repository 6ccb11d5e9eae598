namespace MarlRec.Tensors;

/// <summary>Why a safetensors file was rejected; the names are those of the format's reference implementation.</summary>
public enum SafeTensorsError
{
    /// <summary>Fewer than the 8 bytes that hold the header's length.</summary>
    HeaderTooSmall,

    /// <summary>The header is longer than 100,000,000 bytes.</summary>
    HeaderTooLarge,

    /// <summary>The header would end behind the file.</summary>
    InvalidHeaderLength,

    /// <summary>The header is not UTF-8.</summary>
    InvalidHeader,

    /// <summary>The header is not the JSON that the format asks for, or names a thing twice.</summary>
    InvalidHeaderDeserialization,

    /// <summary>Tensors overlap, leave a gap, or end before they start.</summary>
    InvalidOffset,

    /// <summary>A shape's size does not fit a number.</summary>
    ValidationOverflow,

    /// <summary>A tensor of less than a byte per element does not fill its last byte.</summary>
    MisalignedSlice,

    /// <summary>A tensor's bytes do not fit its shape and type.</summary>
    TensorInvalidInfo,

    /// <summary>The file does not end where its last tensor does.</summary>
    MetadataIncompleteBuffer,

    /// <summary>The file is valid, but what was asked for is not there in a type or shape that MarlRec reads.</summary>
    Unsupported,
}
