#!/usr/bin/env python3
"""Writes tests/Fixtures/{mountain_car,acrobot}.csv: trajectories from the published equations, in float64, standard library only.

Equations: Sutton and Barto, "Reinforcement Learning: An Introduction": mountain car, example 10.1 of the second edition; acrobot, section 11.3 of the
first; constants and integration as in Gymnasium. (The cart and the pole have cartpole.py.) Run from the repository's root:
python3 eng/goldens/classic_control.py
"""
import math
import platform

STEPS = 200


def car(state, action):
    x, v = state
    v = min(max(v + (action - 1) * 0.001 - 0.0025 * math.cos(3 * x), -0.07), 0.07)
    x = min(max(x + v, -1.2), 0.6)
    return x, 0.0 if x == -1.2 and v < 0 else v


def car_over(state):
    return state[0] >= 0.5


def slopes(state, torque):
    t1, t2, w1, w2 = state
    m = l = i = 1.0
    c, g = 0.5, 9.8
    d1 = m * c * c + m * (l * l + c * c + 2 * l * c * math.cos(t2)) + 2 * i
    d2 = m * (c * c + l * c * math.cos(t2)) + i
    phi2 = m * c * g * math.cos(t1 + t2 - math.pi / 2)
    phi1 = (-m * l * c * w2 ** 2 * math.sin(t2) - 2 * m * l * c * w2 * w1 * math.sin(t2)
            + (m * c + m * l) * g * math.cos(t1 - math.pi / 2) + phi2)
    a2 = (torque + d2 / d1 * phi1 - m * l * c * w1 ** 2 * math.sin(t2) - phi2) / (m * c * c + i - d2 * d2 / d1)
    a1 = -(d2 * a2 + phi1) / d1
    return w1, w2, a1, a2


def acrobot(state, action):
    torque, dt = action - 1.0, 0.2
    moved = lambda step, k: [s + step * d for s, d in zip(state, k)]
    k1 = slopes(state, torque)
    k2 = slopes(moved(dt / 2, k1), torque)
    k3 = slopes(moved(dt / 2, k2), torque)
    k4 = slopes(moved(dt, k3), torque)
    out = [s + dt / 6 * (a + 2 * b + 2 * c + d) for s, a, b, c, d in zip(state, k1, k2, k3, k4)]
    for n in (0, 1):
        while out[n] > math.pi:
            out[n] -= 2 * math.pi
        while out[n] < -math.pi:
            out[n] += 2 * math.pi
    out[2] = min(max(out[2], -4 * math.pi), 4 * math.pi)
    out[3] = min(max(out[3], -9 * math.pi), 9 * math.pi)
    return tuple(out)


def acrobot_over(state):
    return -math.cos(state[0]) - math.cos(state[0] + state[1]) > 1


def scrambled(choices):
    return lambda state, step: (step * 2654435761 % 2**32) * choices >> 32


def always(action):
    return lambda state, step: action


def with_motion(state, step):
    return 2 if state[1] >= 0 else 0


def apart(a, b, angles):
    return max(min(d, 2 * math.pi - d) if n < angles else d for n, d in enumerate(abs(x - y) for x, y in zip(a, b)))


def trajectory(advance, state, rule):
    rows = [(-1, state)]
    for step in range(STEPS):
        action = rule(state, step)
        state = advance(state, action)
        rows.append((action, state))
    return rows


def write(path, names, advance, over, angles, cases):
    """"inside" stays short of the end, "free" goes on past it; "wild" amplifies rounding so much that only single steps can be compared."""
    with open(path, "w", newline="\n") as out:
        out.write(f"# eng/goldens/classic_control.py, Python {platform.python_version()}, float64, no seed: starts and action rules are fixed\n")
        out.write("# action is the one that led to the state; -1 in a trajectory's first row\n")
        out.write("case,kind,step,action," + ",".join(names) + "\n")
        for number, (kind, start, rule) in enumerate(cases):
            rows = trajectory(advance, start, rule)
            actions = [action for action, _ in rows[1:]]
            shaken = trajectory(advance, tuple(s + 1e-10 for s in start), lambda state, step: actions[step])
            growth = max(apart(a, b, angles) for (_, a), (_, b) in zip(rows, shaken)) / 1e-10
            print(path, number, kind, f"amplifies {growth:.3g} times,", "ends" if any(over(s) for _, s in rows) else "does not end")
            assert (kind == "inside") <= (not any(over(s) for _, s in rows))
            assert (kind == "wild") == (growth > 1e5), growth
            for step, (action, state) in enumerate(rows):
                out.write(f"{number},{kind},{step},{action}," + ",".join(repr(v) for v in state) + "\n")


write("tests/Fixtures/mountain_car.csv", ["position", "velocity"], car, car_over, 0, [
    ("inside", (-0.5, 0.0), always(1)),
    ("inside", (-0.6, 0.0), always(2)),
    ("inside", (-0.41, 0.0), scrambled(3)),
    ("free", (-0.5, 0.0), with_motion),
    ("free", (-1.1, -0.06), always(0)),
])
write("tests/Fixtures/acrobot.csv", ["angle1", "angle2", "velocity1", "velocity2"], acrobot, acrobot_over, 2, [
    ("inside", (0.0, 0.0, 0.0, 0.0), always(1)),
    ("inside", (0.1, -0.05, 0.02, 0.08), always(1)),
    ("inside", (-0.03, 0.07, -0.1, 0.05), always(2)),
    ("inside", (0.05, 0.05, 0.05, 0.05), scrambled(3)),
    ("wild", (0.0, 0.0, 0.0, 0.0), lambda state, step: 2 if state[3] >= 0 else 0),
    ("wild", (1.0, -2.0, 3.0, -4.0), always(0)),
    ("wild", (3.1, 0.05, 12.0, 25.0), always(1)),
])
