namespace MarlRec.Data.Readers;

/// <summary>The four column types of an atomic file.</summary>
internal enum AtomicFieldType
{
    Token,
    TokenSequence,
    Float,
    FloatSequence,
}
