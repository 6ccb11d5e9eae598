#!/usr/bin/env python3
"""Writes tests/Fixtures/cartpole.csv: cart-pole trajectories from the published equations, in float64, standard library only.

Equations: Barto, Sutton, Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems", 1983, with Gymnasium's
constants and explicit Euler. Run from the repository's root: python3 eng/goldens/cartpole.py
"""
import math
import platform

GRAVITY, CART, POLE, HALF_LENGTH, FORCE, TAU = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
STEPS = 200


def advance(state, action):
    x, x_dot, theta, theta_dot = state
    force = FORCE if action == 1 else -FORCE
    total = CART + POLE
    sin, cos = math.sin(theta), math.cos(theta)
    push = (force + POLE * HALF_LENGTH * theta_dot * theta_dot * sin) / total
    theta_acc = (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4.0 / 3.0 - POLE * cos * cos / total))
    x_acc = push - POLE * HALF_LENGTH * theta_acc * cos / total
    return x + TAU * x_dot, x_dot + TAU * x_acc, theta + TAU * theta_dot, theta_dot + TAU * theta_acc


def balanced(state, step):
    x, x_dot, theta, theta_dot = state
    return 1 if 0.05 * x + 0.1 * x_dot + theta + 0.3 * theta_dot > 0 else 0


def scrambled(state, step):
    return (step * 2654435761 % 2**32) >> 31


# "inside" stays within the bounds for all steps; "free" leaves them, and tests the equations alone at large angles and speeds.
CASES = [
    ("inside", (0.0, 0.0, 0.0, 0.0), balanced),
    ("inside", (0.03, -0.02, 0.04, 0.01), balanced),
    ("inside", (-0.5, 0.4, -0.1, 0.2), balanced),
    ("free", (0.01, 0.02, -0.03, 0.04), scrambled),
    ("free", (-1.0, 0.0, 0.5, -1.0), lambda state, step: 1),
]

with open("tests/Fixtures/cartpole.csv", "w", newline="\n") as out:
    out.write(f"# eng/goldens/cartpole.py, Python {platform.python_version()}, float64, no seed: starts and action rules are fixed\n")
    out.write("# action is the one that led to the state; -1 in a trajectory's first row\n")
    out.write("case,kind,step,action,x,velocity,angle,angularVelocity\n")
    for number, (kind, state, rule) in enumerate(CASES):
        action = -1
        for step in range(STEPS + 1):
            out.write(f"{number},{kind},{step},{action}," + ",".join(repr(v) for v in state) + "\n")
            action = rule(state, step)
            following = advance(state, action)
            assert kind == "free" or step == STEPS or (abs(following[0]) < 2.4 and abs(following[2]) < math.radians(12))
            state = following
