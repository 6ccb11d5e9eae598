#!/usr/bin/env python3
"""Writes tests/Fixtures/nltk_stems.txt: English words and their stems from NLTK's SnowballStemmer and from Snowball's own C library (PyStemmer).

The words are stems written out here joined to suffixes written out here, so that many are no English words but all meet the rules, and the words of a text
written for this file. A line holds a word and its stem; where NLTK gives another stem than Snowball's own library, NLTK's follows as a third column.
Needs Debian's python3-nltk and python3-stemmer. Run from the repository's root: python3 eng/goldens/nltk_stems.py
"""
import nltk
import Stemmer
from nltk.stem.snowball import SnowballStemmer

STEMS = """
accept act adapt adjust age agree air allow amaz apply argu arsen art ask at bake ball ban bar bat be bear beauti beg big bleat blend boil book bow box boy break
bus busy buy buzz call can car care carry catch caus cheer child choos city clear coal comfort commun communic complet condition connect consol cook cool crate
create cri cry cycl danc day dear decid deed defin depend deriv desir dictat die differ digit do dog doubl draw dress dri dry dye ear early eat econom edit educ
effect electric emot employ end enjoy ey fail fall feed feel fil fill fish fit fizz flow fly form free friend full fuss gas gener gentl gloom go grass great
grow guid happi happy hat help herr hiss hop hope horr hug hurr identif idl ill imag inn invent iron jog jok joy judg just kick kind kiss know lack laugh law lay
learn lie like limit list liv loc logic love luck luxuri magnet make map mark mat mean meet merr mix modern mov mud music myth nation natur need new nod note
object obvi occur offer oper organ out own paint pan part pass pay penn perfect person pet plan play pleas pod polit poss prefer press proceed prod program
proof prove psycholog public pull quick quit radi rat rate read real refer relat relax rely repl ris rob roll rot rough row rub run sad safe say scen sculpt see
select sensat sens ship short sign sing sky slay sleep snow soft sol speci spin stat stop study succeed suit supp sur syllab sympath tax teach tell theolog tie
tim tip toy trad tradition travel tri try typ un univers us vari veg vibrat vicious view visit vow walk want war wash watch way weak wed weight whisk will win
wish wond word work wow writ yacht yell yes yield young zebra zip
""".split()
SUFFIXES = """
- s es ed ing er est ly y ies ied eed eedly ingly edly ness ful fully fulness less lessly able ably ability ible ibly ibility al ally alism ality alize ational
ation ations ative ator ic ical ically icate icity ion ions ist ism ity ive iveness ivity ize ized izer ization ment ements ement ence ency ances ancy ant ent
ently ous ously ousness ogy ogist ated ating ble bling 's s' 's' ysis lli eyed ying
""".split()
TEXT = """
The yellow yachts were lying idly by the quay while the early visitors, dying of thirst, were buying drinks. Youthful boys enjoyed saying that they had
flown through the skies; only a few singly travelling skiers put away their skis and went home gently. Ugly news from the Andes: the outing was cancelled, the
innings ended, and the canning of herrings exceeded what had been succeeding before. Proceed with the earrings, said Howe, whose atlas of the cosmos had a bias.
Generally generous generals generate general generic generations. Communities communicate communally; communism and communion. Arsenals hold arsenic. Hopping
is not hoping, nor is planning planing. Agreed, freed and feed; indeed the greedily fed seedlings needed weeding. Happily, the universities of the universe
universally organise organisation and organize organizations. Ties, cries, dies and flies; tied, cried, died and dried. Gas, gaps, this, kiwis, buses and
classes. Luxuriated, hopped, fizzed, filed, conditionally, rationally, valency, hesitancy, conformably, digitizer, vietnamization, predication, operator,
feudalism, radically, differently, vilely, analogously, decisiveness, hopefulness, callousness, formality, sensitivity, sensibility, triplicate, formative,
electricity, electrical, goodness, revival, allowance, inference, airliner, gyroscopic, adjustable, defensible, irritant, replacement, adoption, homologous,
effective, bowdlerize, probate, cease, controlling, rolls. I'm, you've, don't, o'clock, the reader's, readers' and 'tis. Naïve cafés, an élite résumé and 90s.
"""

generated = {stem + ("" if suffix == "-" else suffix) for stem in STEMS for suffix in SUFFIXES}
generated |= {stem + end for stem in STEMS for end in ("ting", "ning", "ged", "pped", "lled", "rring", "tted")}
written = {word.strip(".,;:\n") for word in TEXT.lower().split()}
official, independent = Stemmer.Stemmer("english"), SnowballStemmer("english")
with open("tests/Fixtures/nltk_stems.txt", "w", encoding="utf-8", newline="\n") as file:
    file.write(f"# eng/goldens/nltk_stems.py, PyStemmer {Stemmer.version()} (stem), NLTK {nltk.__version__} (third column where it differs)\n")
    for word in sorted(generated)[::4] + sorted(written - generated):
        stem, other = official.stemWord(word), independent.stem(word)
        file.write(f"{word} {stem}\n" if stem == other else f"{word} {stem} {other}\n")
