#!/usr/bin/env python3
"""Writes tests/Fixtures/recsim_returns.csv: mean returns of fixed rules in RecSim's three worlds, simulated from their published dynamics.

Dynamics: Ie et al., "RecSim: A configurable simulation platform for recommender systems", 2019, with the constants of its environments. Standard library
only. Run from the repository's root: python3 eng/goldens/recsim_returns.py
"""
import bisect
import math
import platform
import random

SEED = 20261129
TOPICS = 20
TOPIC_QUALITY = [-3 + 3 * i / 13 for i in range(14)] + [3 * i / 5 for i in range(6)]


def pick(rng, weights):
    """The index of a draw in proportion to weights."""
    sums, total = [], 0.0
    for weight in weights:
        total += weight
        sums.append(total)
    return min(bisect.bisect_right(sums, rng.random() * total), len(weights) - 1)


def evolution(rng, candidates, slots, rule):
    interests = [rng.uniform(-1, 1) for _ in range(TOPICS)]
    budget, watched = 200.0, 0.0
    while budget > 0:
        videos = [rng.randrange(TOPICS) for _ in range(candidates)]
        videos = [(topic, rng.gauss(TOPIC_QUALITY[topic], 0.1)) for topic in videos]
        if rule == "myopic":
            videos.sort(key=lambda video: -interests[video[0]])
        elif rule == "quality":
            videos.sort(key=lambda video: -video[1])
        elif rule == "topic quality":
            videos.sort(key=lambda video: -TOPIC_QUALITY[video[0]])
        slate = videos[:slots]
        choice = pick(rng, [interests[topic] + 1 for topic, _ in slate] + [2.0])
        if choice == slots:
            budget -= 0.5
            continue
        topic, quality = slate[choice]
        u = interests[topic]
        step = 0.3 * (1 - abs(u)) * (1 - u)
        interests[topic] = max(-1.0, min(1.0, u + (step if rng.random() < (u + 1) / 2 else -step)))
        minutes = min(budget, 4.0)
        watched += minutes
        budget += minutes * (0.9 / 3.4 * quality - 1)
    return watched


def exploration(rng, candidates, slots, rule):
    loved = 1 if rng.random() < 0.3 else 0
    affinity = [rng.lognormvariate(0.7 if topic == loved else 0.1, 0.1) for topic in (0, 1)]
    clicks = 0
    for _ in range(100):
        documents = []
        for _ in range(candidates):
            topic = 0 if rng.random() < 0.2 else 1
            documents.append((topic, rng.lognormvariate((0.8, 0.2)[topic], 0.1)))
        if rule == "myopic":
            documents.sort(key=lambda document: -(affinity[document[0]] + document[1]))
        elif rule == "quality":
            documents.sort(key=lambda document: -document[1])
        slate = documents[:slots]
        clicks += pick(rng, [math.exp(affinity[topic] + quality) for topic, quality in slate] + [math.exp(5)]) < slots
    return clicks


def satisfaction(rng, sensitivity, clickbait):
    exposure, engagement = rng.uniform(-0.5, 0.5) / 0.3, 0.0
    for _ in range(60):
        c = rng.random() if clickbait is None else clickbait
        engagement += math.exp(rng.gauss((5 * c + 4 * (1 - c)) / (1 + math.exp(-sensitivity * exposure)), 1))
        exposure = 0.7 * exposure - 2 * (c - 0.5) + rng.gauss(0, 0.05)
    return engagement


def cases():
    for candidates, slots in ((10, 3), (10, 2), (15, 2), (50, 2), (5, 3)):
        for rule in ("random", "myopic", "quality", "topic quality"):
            yield f"evolution,{candidates},{slots},{rule}", 4000, lambda rng: evolution(rng, candidates, slots, rule)
    for rule in ("random", "myopic", "quality"):
        yield f"exploration,10,3,{rule}", 4000, lambda rng: exploration(rng, 10, 3, rule)
    for world, sensitivity in (("satisfaction", 0.01), ("sensitive satisfaction", 1.5)):
        for rule, clickbait in (("random", None), ("chocolate", 1.0), ("kale", 0.0), ("middle", 0.5)):
            yield f"{world},11,1,{rule}", 20000, lambda rng: satisfaction(rng, sensitivity, clickbait)


with open("tests/Fixtures/recsim_returns.csv", "w", newline="\n") as out:
    out.write(f"# eng/goldens/recsim_returns.py, Python {platform.python_version()}, seed {SEED}, a generator for each row\n")
    out.write("world,candidates,slots,rule,mean,standardError,sessions\n")
    for name, sessions, play in cases():
        rng = random.Random(f"{SEED},{name}")
        returns = [play(rng) for _ in range(sessions)]
        mean = sum(returns) / sessions
        error = math.sqrt(sum((value - mean) ** 2 for value in returns) / (sessions - 1) / sessions)
        out.write(f"{name},{mean:.3f},{error:.3f},{sessions}\n")
        out.flush()
