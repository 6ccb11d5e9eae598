#!/usr/bin/env python3
"""Writes tests/Fixtures/word_breaks_icu.txt: random texts with the word segments that ICU's break iterator finds.

ICU looks words of Chinese, Japanese, Korean and South-East Asian scripts up in dictionaries, and its locales may tailor the colon, so neither occurs here:
word_breaks.pl has those. Each line holds the segments of a text, parted by "|", in hexadecimal code points. Run from the repository's root:
python3 eng/goldens/word_breaks_icu.py
"""
import random

import icu

SEED, COUNT = 20261124, 2500
PIECES = [
    0x61, 0x62, 0xE9, 0x5D0, 0x5D1, 0x31, 0x662, 0x436, 0x27, 0x22, 0x2E, 0x2019, 0xB7, 0x2C, 0x3B, 0x5F, 0x2040, 0x301, 0x308, 0xAD, 0x200D, 0x200D, 0x1F1E6, 0x1F1E7,
    0x1F1E8, 0x1F469, 0x2764, 0xFE0F, 0x1F3FD, 0x24C2, 0x1F170, 0x20, 0x20, 0x3000, 0x0A, 0x0D, 0x2028, 0x200B, 0x21, 0x2F, 0x10400, 0x1D7D8,
]

rng = random.Random(SEED)
words = icu.BreakIterator.createWordInstance(icu.Locale("en"))
lines = [f"# eng/goldens/word_breaks_icu.py, ICU {icu.ICU_VERSION}, Unicode {icu.UNICODE_VERSION}, seed {SEED}"]
for _ in range(COUNT):
    text = "".join(chr(rng.choice(PIECES)) for _ in range(rng.randint(2, 12)))
    units = text.encode("utf-16-be")
    words.setText(icu.UnicodeString(text))
    segments, start = [], 0
    for end in words:
        segments.append(" ".join(f"{ord(c):X}" for c in units[2 * start:2 * end].decode("utf-16-be")))
        start = end
    lines.append("|".join(segments))
with open("tests/Fixtures/word_breaks_icu.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
