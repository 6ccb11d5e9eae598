"""Writes src/MarlRec/Encoders/Checkpoints/BaseLetterTable.cs: what is left of a character when its marks go.

Run from the repository's root with Debian's python3. For each code point whose canonical decomposition differs from it (Hangul syllables, which are
arithmetic, left out): the decomposition without the characters of category Mn, from Python's own copy of the Unicode Character Database.
"""

import unicodedata


def units(text):
    data = text.encode("utf-16-be", "surrogatepass")
    return "".join("\\u%02X%02X" % (data[i], data[i + 1]) for i in range(0, len(data), 2))


entries = []
for point in range(0x110000):
    if 0xAC00 <= point <= 0xD7A3 or 0xD800 <= point <= 0xDFFF or unicodedata.category(chr(point)) == "Mn":
        continue
    whole = unicodedata.normalize("NFD", chr(point))
    if whole != chr(point):
        entries.append(units(chr(point) + "".join(c for c in whole if unicodedata.category(c) != "Mn")) + " ")

lines, line = [], ""
for entry in entries:
    if len(line) + len(entry) > 180:
        lines.append(line)
        line = ""
    line += entry
lines.append(line)
body = " +\n".join('        "%s"' % line for line in lines)
with open("src/MarlRec/Encoders/Checkpoints/BaseLetterTable.cs", "w", encoding="ascii", newline="\n") as file:
    file.write(f"""namespace MarlRec.Encoders.Checkpoints;

/// <summary>Characters that decompose canonically, each followed by what is left of it without its marks, and a space.</summary>
/// <remarks>Written by eng/unicode/marks.py from Unicode {unicodedata.unidata_version}; Hangul syllables are not in it.</remarks>
internal static class BaseLetterTable
{{
    internal const string Entries =
{body};
}}
""")
