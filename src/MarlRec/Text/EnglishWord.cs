namespace MarlRec.Text;

/// <summary>
/// A word under the hands of <see cref="EnglishStemmer"/>, changed where it stands. A y that acts as a consonant is written Y. The first region R1 begins behind the first
/// consonant that follows a vowel, the second R2 likewise inside R1; both may be empty and stay where they are while the end changes.
/// </summary>
internal ref struct EnglishWord
{
    private readonly Span<char> _units;
    private readonly int _r1;
    private readonly int _r2;

    internal EnglishWord(Span<char> units)
    {
        _units = units;
        Length = units.Length;
        if (units[0] == Characters.Apostrophe)
        {
            units[1..].CopyTo(units);
            Length--;
        }

        for (var i = 0; i < Length; i++)
            if (units[i] == 'y' && (i == 0 || IsVowel(i - 1))) units[i] = 'Y';
        _r1 = EnglishStemExceptions.FirstRegion(Text) is > 0 and var start ? start : RegionBehind(0);
        _r2 = RegionBehind(_r1);
    }

    internal int Length { get; private set; }

    internal readonly ReadOnlySpan<char> Text => _units[..Length];

    internal readonly char this[Index index] => Text[index];

    internal readonly bool IsVowel(int index) => _units[index] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    internal readonly bool EndsWith(string suffix) => Text.EndsWith(suffix, StringComparison.Ordinal);

    internal readonly bool InR1(int suffix) => Length - suffix >= _r1;

    internal readonly bool InR2(int suffix) => Length - suffix >= _r2;

    /// <summary>The letter before an ending, or nothing.</summary>
    internal readonly char Before(int suffix) => Length > suffix ? _units[Length - suffix - 1] : '\0';

    internal readonly bool HasVowelBefore(int end)
    {
        for (var i = 0; i < end; i++)
            if (IsVowel(i)) return true;
        return false;
    }

    internal readonly bool EndsInDouble() => Length > 1 && _units[Length - 1] == _units[Length - 2] && _units[Length - 1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't';

    /// <summary>Whether the first <paramref name="length"/> letters end in consonant, vowel, consonant other than w, x and Y, or are a vowel and a consonant.</summary>
    internal readonly bool EndsInShortSyllable(int length)
    {
        if (length < 2 || IsVowel(length - 1) || !IsVowel(length - 2)) return false;
        return length == 2 || (!IsVowel(length - 3) && _units[length - 1] is not ('w' or 'x' or 'Y'));
    }

    internal readonly bool IsShort() => _r1 >= Length && EndsInShortSyllable(Length);

    /// <summary>Puts other letters, as many as fit the original word, in the place of the last ones.</summary>
    internal void Replace(int suffix, string with)
    {
        with.CopyTo(_units[(Length - suffix)..]);
        Length += with.Length - suffix;
    }

    /// <summary>Turns every Y back and returns the length.</summary>
    internal readonly int Finish()
    {
        _units[..Length].Replace('Y', 'y');
        return Length;
    }

    private readonly int RegionBehind(int start)
    {
        for (var i = start + 1; i < Length; i++)
            if (!IsVowel(i) && IsVowel(i - 1)) return i + 1;
        return Length;
    }
}
