#!/usr/bin/env python3
"""Writes tests/Fixtures/pendulum.csv: pendulum trajectories from the published equations, in float64, standard library only.

Equations: a rod of mass m and length l on a motor, I = m l^2 / 3, semi-implicit Euler, with the constants of Gymnasium's Pendulum-v1. Torques are
multiples of 1/8, which single precision holds exactly. Run from the repository's root: python3 eng/goldens/pendulum.py
"""
import math
import platform

G, M, L, DT, MAX_SPEED, MAX_TORQUE = 10.0, 1.0, 1.0, 0.05, 8.0, 2.0
STEPS = 200


def wrapped(angle):
    return (angle + math.pi) % (2 * math.pi) - math.pi


def advance(angle, speed, torque):
    reward = -(wrapped(angle) ** 2 + 0.1 * speed ** 2 + 0.001 * torque ** 2)
    speed = speed + (3 * G / (2 * L) * math.sin(angle) + 3.0 / (M * L ** 2) * torque) * DT
    speed = max(-MAX_SPEED, min(MAX_SPEED, speed))
    return angle + speed * DT, speed, reward


def swing(angle, speed, step):
    return MAX_TORQUE if speed >= 0 else -MAX_TORQUE


def scrambled(angle, speed, step):
    return ((step * 2654435761 % 2**32 >> 20) % 33 - 16) / 8


CASES = [
    (math.pi, 0.0, swing),
    (0.1, 0.0, scrambled),
    (-2.0, 1.0, scrambled),
    (3.0, -0.5, lambda angle, speed, step: 0.0),
    (1.0, 7.5, lambda angle, speed, step: 2.0),
]

with open("tests/Fixtures/pendulum.csv", "w", newline="\n") as out:
    out.write(f"# eng/goldens/pendulum.py, Python {platform.python_version()}, float64, no seed: starts and torque rules are fixed\n")
    out.write("# torque and reward are those of the step that led to the state; empty in a trajectory's first row\n")
    out.write("case,step,torque,reward,angle,velocity\n")
    for number, (angle, speed, rule) in enumerate(CASES):
        out.write(f"{number},0,,,{angle!r},{speed!r}\n")
        for step in range(STEPS):
            torque = rule(angle, speed, step)
            angle, speed, reward = advance(angle, speed, torque)
            out.write(f"{number},{step + 1},{torque!r},{reward!r},{angle!r},{speed!r}\n")
