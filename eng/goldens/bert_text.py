"""Writes tests/Fixtures/bert_text.txt: random Unicode texts and the words that BERT's published rules cut them into, by Python's unicodedata (Unicode 14.0 in Python 3.11).
Run from the repository root: /usr/bin/python3 eng/goldens/bert_text.py"""
import random, unicodedata

CHINESE = [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)]


def normalise(text, lower):
    out = []
    for c in text:
        category = unicodedata.category(c)
        if c in "\t\n\r" or c.isspace() and not category.startswith("C"):
            out.append(" ")
        elif c in "\0\ufffd" or category.startswith("C"):
            continue
        elif any(a <= ord(c) <= b for a, b in CHINESE):
            out.append(f" {c} ")
        else:
            out.append(c)
    text = "".join(out)
    if lower:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
        text = "".join(c.lower() for c in text)
    return text


def words(text):
    result, word = [], ""
    for c in text:
        mark = unicodedata.category(c).startswith("P") or 33 <= ord(c) <= 47 or 58 <= ord(c) <= 64 or 91 <= ord(c) <= 96 or 123 <= ord(c) <= 126
        if (c.isspace() or mark) and word:
            result.append(word)
            word = ""
        if mark:
            result.append(c)
        elif not c.isspace():
            word += c
    return result + ([word] if word else [])


def points(text):
    return " ".join(f"{ord(c):X}" for c in text)


rng = random.Random(11)
assigned = [c for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
pools = [assigned, range(0x20, 0x7F), range(0x20, 0x7F), range(0xA0, 0x530), range(0x300, 0x370), [9, 10, 13, 32, 0, 0xFFFD, 0x200D, 0x2028, 0x130, 0x4E2D, 0x1F600]]
with open("tests/Fixtures/bert_text.txt", "w") as file:
    file.write(f"# eng/goldens/bert_text.py, Unicode {unicodedata.unidata_version}: text | words, uncased | words, cased; code points in hexadecimal\n")
    for _ in range(600):
        text = "".join(chr(rng.choice(rng.choice(pools))) for _ in range(rng.randint(1, 14)))
        file.write("|".join([points(text)] + [",".join(map(points, words(normalise(text, lower)))) for lower in (True, False)]) + "\n")
