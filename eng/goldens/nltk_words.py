#!/usr/bin/env python3
"""Writes tests/Fixtures/nltk_words.txt: sentences and the tokens that NLTK's NLTKWordTokenizer makes of them.

The sentences are written for this file: a few by hand, most put together from the parts below, and the last ones from single characters, to reach
the corners where one rule meets the next. A line is the sentence, then its tokens, all separated by tabs; backslash, tab, line feed, carriage return
and every character outside ASCII are written as \\uXXXX in UTF-16. Run from the repository's root: python3 eng/goldens/nltk_words.py
"""
import random

import nltk
from nltk.tokenize import NLTKWordTokenizer

SEED, COMBINED, RANDOM = 20261124, 2200, 1500

HAND = [
    "", " ", ".", "..", "...", "\"", "''", "'", "``", "`", "--", "---", ",", ",,", ",,,", ":\n", ",\n", "a.\n", "a. \n )", "a.) \n", "x.'\"", "x. ) ", "x .", "a..", "..a.",
    "\"Quoted\" first.", "He said, \"I can't.\"", "He said 'no' and left.", "The readers' club isn't theirs'.", "I'm, you're, she'll, we've, he'd, it's.",
    "I'M, YOU'RE, SHE'LL, WE'VE, HE'D, IT'S, ISN'T.", "I'Ll say You'Re here.", "'Tis true, 'twas so; 'TIS not 'Twas.", "Cannot CANNOT cannots acannot can not.",
    "gonna gotta wanna gimme lemme d'ye more'n", "Gonna. Wanna? I wanna, I wanna.", "rock 'n' roll 'em 'a 'b' 'cause '90s 'x", "(\"Brackets\") [''two''] {\"x\"} <\"y\">",
    "a''b ''c'' ''", "\"\"\"\"", "``quoted'' text", "$3.88 costs US$5,000.50 or 3,36 euros; 50% off @ #1 & more*", "10:30 a.m., 5:1, a:b, a: b, 3,a ,4", "e.g. U.S.A. etc.", "No. 5 vs. no. 6.",
    "See https://example.org/a?b=c&d=e#f, www.example.org/x_y.", "Mail first.last@example.org!", "well-known -- or not--so--known --- done", "wait... what.... no.. yes. . .",
    "\u00abQuoi?\u00bb \u201cYes,\u201d he said. \u2018No\u2019 \u201elow\u201c don\u2019t", "caf\u00e9's na\u00efve 'é' 'éa", "x\u00a0y.\u00a0", "a\x1cb\x85c\u3000d.\x1f", "'\u017f 'i wan\u0131 g\u0131mme g\u0130mme '\u017f.", "'t\u0131s 't\u0130s 'twa\u017f 'ti\u017f",
    "\U0001F600's \U0001F600' \U0001F600. \U0001F600, \U0001D7D3,\U0001D7D3 ,\U0001D7D3 :\u0663 '\U0001D4B3 '\U0001D4B3a", "'\u00b2 '\u2160 '_ '_a 'e\u0301 '\u0301", "cannot\u0301 cannot_ \u00e9cannot cannot\U0001D4B3 \U0001D4B3cannot cannot\U0001F600",
    "a' ' b' 'c ' '", "'s 's. s' 's' x's' x's's x's 's", "n't n'tn't an't 'll'll x'll'll x'll 'll", "don't\nwon't\tcan't", "x\n' y", "gonna'tis 'tis'twas", "wanna\n", "wanna\u00a0go wanna.go",
]
SUBJECTS = ["I", "You", "She", "The reader", "Mr. O'Neil", "Dr. Fox", "They", "We", "Anna's sister", "James' dog", "The U.S. team", "It", "Who", "Rock 'n' roll fans", "J. R. Smith", "Acme Inc."]
VERBS = ["can't stand", "doesn't like", "won't buy", "'s read", "'ll finish", "'ve seen", "'d rather have", "cannot find", "is gonna get", "wanna keep", "gotta sell", "isn't sure about", "loves", "shouldn't've lost", "couldn't resist", "ain't", "said: \"Take", "asked, 'Where's"]
OBJECTS = ["the 3.5-inch disk", "a $1,299.99 laptop", "\"The Old Sea\"", "'the book'", "it", "99% of them", "the '90s", "item #42", "AT&T's phone", "his mother-in-law", "C++ and C#", "a first-class seat", "3,36 euros' worth", "both/either", "http://example.org/a,b?c=d", "the \"best\" (so far)", "e.g. apples, pears, etc.", "me@example.org", "a 10:30 train", "(in brackets)", "[sic]", "<b>bold</b>", "{x, y}", "20-30 kg", "the well--known place", "more'n ten", "\u201ccurly\u201d things", "the reader\u2019s caf\u00e9", "\u00abquoi\u00bb", "No. 5", "1st, 2nd & 3rd", "*stars*", "snake_case", "50\u20ac", "the '''triple'''", "``ticks''", "p.m. tea", "Ph.D. work", "-5 degrees", "5:1 odds", "100,000,000 users", "x=1;y=2", "~all", "50'6\"", "half-\u00bd"]
LINKS = [" ", ", ", "; ", ": ", " -- ", "--", "... ", "... and ", " - ", ", but ", " (", ") ", "\u2014", ".. ", "?! ", " 'cause ", ", 'tis ", " & ", "/", ",", ":", "  ", "\t", "\n"]
ENDS = [".", "!", "?", "...", "?!", ".\"", "\".", ".'", "'.", ".)", ").", "", ",", ":", ";", "....", ". ", "!!!", ".''", " .", "\n", ".\u201d", "\u201d.", ".]\n", "'", "\"", " wanna", "s'.", ".\u00bb ", ", etc.", " 's", "--", "\u2026"]
CHARACTERS = ["'", "'", "\"", "\"", "`", ".", ".", ",", ":", " ", " ", "-", "(", ")", "[", "<", "{", "s", "t", "n", "re", "ll", "a", "1", "?", "*", "$", "\n", "\u201c", "\u201d", "\u2019", "\u00bb", "\u00ab", "cannot", "wanna", "'tis", "d'ye", "more'n", "n't", "\u00e9", "\U0001F600", "_", "\u00a0"]


def escape(text):
    units = text.encode("utf-16-be", "surrogatepass")
    codes = (units[i] << 8 | units[i + 1] for i in range(0, len(units), 2))
    return "".join(chr(c) if 32 <= c < 127 and c != 92 else f"\\u{c:04X}" for c in codes)


rng = random.Random(SEED)
sentences = list(HAND)
for _ in range(COMBINED):
    verb = rng.choice(VERBS)
    sentence = rng.choice(SUBJECTS) + ("" if verb[0] == "'" else " ") + verb + " " + rng.choice(OBJECTS)
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        sentence += rng.choice(LINKS) + rng.choice(OBJECTS)
    sentence += rng.choice(ENDS)
    style = rng.random()
    sentences.append(sentence.upper() if style < 0.05 else f"\"{sentence}\"" if style < 0.15 else f"'{sentence}'" if style < 0.2 else sentence)
for _ in range(RANDOM):
    sentences.append("".join(rng.choice(CHARACTERS) for _ in range(rng.randint(2, 14))))

tokenizer = NLTKWordTokenizer()
lines = [f"# eng/goldens/nltk_words.py, NLTK {nltk.__version__}, seed {SEED}; sentences written for this file"]
for sentence in dict.fromkeys(sentences):
    lines.append("\t".join(escape(part) for part in [sentence] + tokenizer.tokenize(sentence)))
with open("tests/Fixtures/nltk_words.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
