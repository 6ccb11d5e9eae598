#!/usr/bin/env python3
"""Writes tests/Fixtures/poker.csv: exact values of policies in Kuhn and Leduc poker, in rational arithmetic, standard library only.

The rules are written anew from their descriptions (Kuhn 1950; Southey et al. 2005) over plain histories, and the values come from plain recursion.
Run from the repository's root: python3 eng/goldens/poker.py
"""
import platform
from collections import defaultdict
from fractions import Fraction

NAMES = ["Js", "Jh", "Qs", "Qh", "Ks", "Kh"]


class Kuhn:
    name = "kuhn"

    def mover(self, h):
        if len(h) < 2:
            return "chance"
        moves = "".join(h[2:])
        return None if moves in ("pp", "bp", "bb", "pbp", "pbb") else len(moves) % 2

    def chance(self, h):
        left = [c for c in range(3) if c not in h]
        return [(c, Fraction(1, len(left))) for c in left]

    def actions(self, h):
        return ["p", "b"]

    def known(self, h, player):
        return str(h[player]) + "".join(h[2:])

    def returns(self, h):
        moves, high = "".join(h[2:]), 1 if h[0] > h[1] else -1
        first = {"pp": high, "bp": 1, "pbp": -1, "bb": 2 * high, "pbb": 2 * high}[moves]
        return first, -first


class Leduc:
    name = "leduc"

    def rounds(self, h):
        moves = h[2:]
        for i, m in enumerate(moves):
            if isinstance(m, int):
                return moves[:i], m, moves[i + 1:]
        return moves, None, ()

    def over(self, moves):
        return len(moves) >= 2 and moves[-1] == "c"

    def mover(self, h):
        if len(h) < 2:
            return "chance"
        first, public, second = self.rounds(h)
        if h[-1] == "f":
            return None
        if public is None:
            return "chance" if self.over(first) else len(first) % 2
        return None if self.over(second) else len(second) % 2

    def chance(self, h):
        taken = [c for c in h if isinstance(c, int)]
        left = [c for c in range(6) if c not in taken]
        return [(c, Fraction(1, len(left))) for c in left]

    def actions(self, h):
        first, public, second = self.rounds(h)
        moves = first if public is None else second
        facing = len(moves) > 0 and moves[-1] == "r"
        return (["f"] if facing else []) + ["c"] + (["r"] if moves.count("r") < 2 else [])

    def known(self, h, player):
        first, public, second = self.rounds(h)
        parts = [NAMES[h[player]], "".join(first)] + ([] if public is None else [NAMES[public], "".join(second)])
        return " ".join(p for p in parts).strip()

    def paid(self, h):
        paid = [1, 1]
        first, _, second = self.rounds(h)
        for moves, size in ((first, 2), (second, 4)):
            for i, m in enumerate(moves):
                if m != "f":
                    paid[i % 2] = paid[1 - i % 2] + (size if m == "r" else 0)
        return paid

    def returns(self, h):
        paid = self.paid(h)
        first, public, second = self.rounds(h)
        if h[-1] == "f":
            loser = (len(first if public is None else second) - 1) % 2
        else:
            strength = [10 if c // 2 == public // 2 else c // 2 for c in h[:2]]
            if strength[0] == strength[1]:
                return 0, 0
            loser = 0 if strength[0] < strength[1] else 1
        return (-paid[0], paid[0]) if loser == 0 else (paid[1], -paid[1])


NUMBERS = {"kuhn": {"p": 0, "b": 1}, "leduc": {"f": 0, "c": 1, "r": 2}}


def uniform(game, known, actions):
    return {a: Fraction(1, len(actions)) for a in actions}


def first_legal(game, known, actions):
    return {a: Fraction(int(i == 0)) for i, a in enumerate(actions)}


def scrambled(game, known, actions):
    base = sum((i + 1) * ord(c) for i, c in enumerate(known))
    weights = {a: (base + 3 * NUMBERS[game.name][a]) % 7 for a in actions}
    if sum(weights.values()) == 0:
        weights = {a: 1 for a in actions}
    return {a: Fraction(w, sum(weights.values())) for a, w in weights.items()}


def values(game, policy, h=()):
    mover = game.mover(h)
    if mover is None:
        return game.returns(h)
    options = game.chance(h) if mover == "chance" else policy(game, game.known(h, mover), game.actions(h)).items()
    total = [Fraction(0), Fraction(0)]
    for action, probability in options:
        if probability:
            for player, value in enumerate(values(game, policy, h + (action,))):
                total[player] += probability * value
    return tuple(total)


def best_response(game, policy, player):
    members = defaultdict(list)

    def spread(h, reach):
        mover = game.mover(h)
        if mover is None:
            return
        if mover == player:
            members[game.known(h, player)].append((h, reach))
            options = [(a, 1) for a in game.actions(h)]
        elif mover == "chance":
            options = game.chance(h)
        else:
            options = policy(game, game.known(h, mover), game.actions(h)).items()
        for action, probability in options:
            spread(h + (action,), reach * probability)

    spread((), Fraction(1))
    chosen = {}

    def value(h):
        mover = game.mover(h)
        if mover is None:
            return Fraction(game.returns(h)[player])
        if mover == player:
            key = game.known(h, player)
            if key not in chosen:
                sums = [(sum(reach * value(m + (a,)) for m, reach in members[key] if reach), a) for a in game.actions(h)]
                chosen[key] = max(sums, key=lambda pair: pair[0])[1]
            return value(h + (chosen[key],))
        options = game.chance(h) if mover == "chance" else policy(game, game.known(h, mover), game.actions(h)).items()
        return sum(probability * value(h + (action,)) for action, probability in options if probability)

    return value(())


def main():
    with open("tests/Fixtures/poker.csv", "w", encoding="ascii", newline="\n") as file:
        file.write(f"# eng/goldens/poker.py, Python {platform.python_version()}, fractions; no seed\n")
        file.write("# game,policy,value of player 0,best response of player 0,best response of player 1,NashConv\n")
        for game in (Kuhn(), Leduc()):
            for policy in (uniform, first_legal, scrambled):
                mean = values(game, policy)
                best = [best_response(game, policy, player) for player in (0, 1)]
                numbers = [mean[0], *best, sum(best) - sum(mean)]
                file.write(",".join([game.name, policy.__name__, *(repr(float(n)) for n in numbers)]) + "\n")


main()
