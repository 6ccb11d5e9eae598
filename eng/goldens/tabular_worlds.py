#!/usr/bin/env python3
"""Writes tests/Fixtures/tabular_optima.csv: the optimal value of every state of the tabular worlds, in float64, standard library only.

Rules: the documentation of Gymnasium's FrozenLake-v1, CliffWalking-v1, Taxi-v4 and Blackjack-v1. States are keyed as Gymnasium numbers observations; a
natural in Blackjack is 704 + the dealer's card, and a taxi whose fickle passenger has not been driven is 500 + the observation. "horizon" is the
number of steps left, "inf" is value iteration to the fixed point; nothing is discounted. Run from the repository's root:
python3 eng/goldens/tabular_worlds.py
"""
import platform
from collections import defaultdict
from fractions import Fraction


def optimum(states, actions, step, horizon):
    """step(state, action) gives [(probability, next, reward, over)], or None where the action does not exist."""
    table = {s: [o for o in (step(s, a) for a in actions) if o] for s in states}
    table = {s: [[(float(p), n, float(r), t) for p, n, r, t in o] for o in options] for s, options in table.items() if options}
    value = defaultdict(float)
    for _ in range(horizon or 10**6):
        new = {s: max(sum(p * (r + (0.0 if t else value[n])) for p, n, r, t in o) for o in options) for s, options in table.items()}
        change = max(abs(new[s] - value[s]) for s in new)
        value.update(new)
        if not horizon and change < 1e-13:
            break
    else:
        assert horizon
    return {s: value[s] for s in table}


def lake(rows, slippery):
    grid = {(r, c): ch for r, row in enumerate(rows) for c, ch in enumerate(row)}
    width = len(rows[0])
    moves = [(0, -1), (1, 0), (0, 1), (-1, 0)]

    def step(s, a):
        r, c = divmod(s, width)
        if grid[r, c] in "HG":
            return None
        out = []
        for d in ((a - 1) % 4, a, (a + 1) % 4) if slippery else (a,):
            to = (r + moves[d][0], c + moves[d][1])
            to = to if to in grid else (r, c)
            out.append((Fraction(1, 3 if slippery else 1), to[0] * width + to[1], grid[to] == "G", grid[to] in "GH"))
        return out

    return range(len(grid)), range(4), step


def cliff(slippery):
    moves = [(-1, 0), (0, 1), (1, 0), (0, -1)]

    def step(s, a):
        if s > 36:
            return None
        out = []
        for d in ((a - 1) % 4, a, (a + 1) % 4) if slippery else (a,):
            r = min(max(s // 12 + moves[d][0], 0), 3)
            c = min(max(s % 12 + moves[d][1], 0), 11)
            fell = r == 3 and 0 < c < 11
            out.append((Fraction(1, 3 if slippery else 1), 36 if fell else r * 12 + c, -100 if fell else -1, (r, c) == (3, 11)))
        return out

    return range(48), range(4), step


def taxi(rainy=False, fickle=False, masked=False):
    art = ["|R: | : :G|", "| : | : : |", "| : : : : |", "| | : | : |", "|Y| : |B: |"]
    places = [(0, 0), (0, 4), (4, 0), (4, 3)]
    south, north, east, west = (1, 0), (-1, 0), (0, 1), (0, -1)
    heading = [south, north, east, west]
    sides = {south: (east, west), north: (west, east), east: (north, south), west: (south, north)}

    def go(cell, d):
        r, c = cell[0] + d[0], cell[1] + d[1]
        if not (0 <= r < 5 and 0 <= c < 5):
            return cell
        if d[1] and art[r][max(c, cell[1]) * 2] == "|":
            return cell
        return r, c

    def number(cell, rider, goal, fresh):
        return ((cell[0] * 5 + cell[1]) * 5 + rider) * 4 + goal + 500 * fresh

    def step(s, a):
        fresh, o = divmod(s, 500)
        goal, rider, cell = o % 4, o // 4 % 5, divmod(o // 20, 5)
        at = places.index(cell) if cell in places else None
        if a == 4:
            ok = rider < 4 and at == rider
            return [(1, number(cell, 4, goal, fresh), -1, False)] if ok else None if masked else [(1, s, -10, False)]
        if a == 5:
            if rider == 4 and at is not None:
                return [(1, number(cell, at, goal, fresh), 20 if at == goal else -1, at == goal)]
            return None if masked else [(1, s, -10, False)]
        straight = go(cell, heading[a])
        if straight == cell:
            return None if masked else [(1, s, -1, False)]
        ends = [(Fraction(1), straight)]
        if rainy:
            ends = [(Fraction(4, 5), straight)] + [(Fraction(1, 10), go(cell, d)) for d in sides[heading[a]]]
        out = []
        for p, to in ends:
            if fresh and rider == 4 and to != cell:
                out.append((p * Fraction(7, 10), number(to, rider, goal, 0), -1, False))
                out += [(p * Fraction(1, 10), number(to, rider, g, 0), -1, False) for g in range(4) if g != goal]
            else:
                out.append((p, number(to, rider, goal, fresh), -1, False))
        return out

    return range(1000 if fickle else 500), range(6), step


DECK = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10]


def total(hand):
    return sum(hand) + 10 if 1 in hand and sum(hand) <= 11 else sum(hand)


def dealer(card):
    """How likely each (score or 0, natural) is. Hands are played out card by card."""
    ends = defaultdict(Fraction)

    def play(hand, p):
        if len(hand) > 1 and total(hand) >= 17:
            ends[total(hand) if total(hand) <= 21 else 0, sorted(hand) == [1, 10]] += p
            return
        for c in set(DECK):
            play(hand + [c], p * Fraction(DECK.count(c), 13))

    play([card], Fraction(1))
    return ends


def blackjack(rules):
    ends = {card: dealer(card) for card in range(1, 11)}

    def decode(s):
        if s > 704:
            return 21, s - 704, True, True
        return s // 22, s // 2 % 11, s % 2 == 1, False

    def step(s, a):
        points, card, ace, natural = decode(s)
        if card == 0 or not (12 if ace else 4) <= points <= 21:
            return None
        if a == 1:
            out = []
            for c in DECK:
                hard = points - 10 * ace + c
                usable = (ace or c == 1) and hard <= 11
                out.append((Fraction(1, 13), ((hard + 10 * usable) * 11 + card) * 2 + usable, -1 if hard > 21 else 0, hard > 21))
            return out
        out = []
        for (score, dealers), p in ends[card].items():
            reward = (points > score) - (points < score)
            if natural and rules == "sab" and not dealers:
                reward = 1
            if natural and rules == "natural" and reward == 1:
                reward = 1.5
            out.append((p, s, reward, True))
        return out

    return [s for s in range(715) if s != 704], range(2), step


FOUR = ["SFFF", "FHFH", "FFFH", "HFFG"]
EIGHT = ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"]
WORLDS = [
    ("frozenlake 4x4", lake(FOUR, True), 100),
    ("frozenlake 4x4", lake(FOUR, True), None),
    ("frozenlake 4x4 firm", lake(FOUR, False), 100),
    ("frozenlake 8x8", lake(EIGHT, True), 200),
    ("cliff", cliff(False), None),
    ("cliff slippery", cliff(True), None),
    ("taxi", taxi(), 200),
    ("taxi masked", taxi(masked=True), 200),
    ("taxi rainy", taxi(rainy=True), 200),
    ("taxi fickle", taxi(fickle=True), 200),
    ("taxi rainy fickle", taxi(rainy=True, fickle=True), 200),
    ("blackjack sab", blackjack("sab"), None),
    ("blackjack plain", blackjack("plain"), None),
    ("blackjack natural", blackjack("natural"), None),
]

with open("tests/Fixtures/tabular_optima.csv", "w", newline="\n") as out:
    out.write(f"# eng/goldens/tabular_worlds.py, Python {platform.python_version()}, float64, no randomness: dynamic programming\n")
    out.write("# the optimal value of each state in which somebody acts, with so many steps left\n")
    out.write("world,horizon,state,value\n")
    for name, (states, actions, step), horizon in WORLDS:
        values = optimum(states, actions, step, horizon)
        print(name, horizon or "inf", len(values))
        for state, value in sorted(values.items()):
            out.write(f"{name},{horizon or 'inf'},{state},{value:.12g}\n")
