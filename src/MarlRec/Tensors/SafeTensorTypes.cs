using System.Text.Json;

namespace MarlRec.Tensors;

/// <summary>Names and widths of element types.</summary>
internal static class SafeTensorTypes
{
    private static readonly (SafeTensorType Type, string Name, int Bits)[] Table =
    [
        (SafeTensorType.Bool, "BOOL", 8), (SafeTensorType.F4, "F4", 4), (SafeTensorType.F6E2M3, "F6_E2M3", 6), (SafeTensorType.F6E3M2, "F6_E3M2", 6),
        (SafeTensorType.U8, "U8", 8), (SafeTensorType.I8, "I8", 8), (SafeTensorType.F8E5M2, "F8_E5M2", 8), (SafeTensorType.F8E4M3, "F8_E4M3", 8),
        (SafeTensorType.F8E8M0, "F8_E8M0", 8), (SafeTensorType.F8E4M3FNUZ, "F8_E4M3FNUZ", 8), (SafeTensorType.F8E5M2FNUZ, "F8_E5M2FNUZ", 8),
        (SafeTensorType.I16, "I16", 16), (SafeTensorType.U16, "U16", 16), (SafeTensorType.F16, "F16", 16), (SafeTensorType.BF16, "BF16", 16),
        (SafeTensorType.I32, "I32", 32), (SafeTensorType.U32, "U32", 32), (SafeTensorType.F32, "F32", 32), (SafeTensorType.C64, "C64", 64),
        (SafeTensorType.F64, "F64", 64), (SafeTensorType.I64, "I64", 64), (SafeTensorType.U64, "U64", 64),
    ];

    /// <summary>Reads a name where the reader stands, without making a string of it.</summary>
    internal static bool TryParse(in Utf8JsonReader reader, out SafeTensorType type)
    {
        foreach (var row in Table)
        {
            if (reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals(row.Name)) continue;
            type = row.Type;
            return true;
        }

        type = default;
        return false;
    }

    internal static int Bits(SafeTensorType type) => Table[(int)type].Bits;
}
