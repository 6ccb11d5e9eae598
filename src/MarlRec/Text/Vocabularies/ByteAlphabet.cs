using System.Text;

namespace MarlRec.Text.Vocabularies;

/// <summary>
/// The 256 visible characters that stand for the 256 bytes in byte-level vocabularies: printable Latin-1 stands for itself, the other bytes, in order, for U+0100, U+0101, …
/// (Radford et al. 2019, "Language Models are Unsupervised Multitask Learners").
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] ToChar = Characters();
    private static readonly short[] ToByte = Bytes();

    internal static char CharOf(byte value) => ToChar[value];

    internal static bool TryGetByte(char symbol, out byte value)
    {
        var found = symbol < ToByte.Length ? ToByte[symbol] : -1;
        value = (byte)found;
        return found >= 0;
    }

    internal static string Write(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(bytes.Length, bytes, static (output, input) =>
        {
            for (var i = 0; i < output.Length; i++) output[i] = ToChar[input[i]];
        });
    }

    private static bool StandsForItself(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xFF and not 0xAD);

    private static char[] Characters()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++) characters[value] = (char)(StandsForItself(value) ? value : next++);
        return characters;
    }

    private static short[] Bytes()
    {
        var bytes = new short[ToChar.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (short value = 0; value < 256; value++) bytes[ToChar[value]] = value;
        return bytes;
    }
}
