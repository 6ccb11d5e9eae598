#!/usr/bin/env python3
"""Writes tests/Fixtures/{particles,foraging,warehouse}.txt: episodes of the original packages, to be played again.

Needs numpy, networkx, and on PYTHONPATH the sources of lb-foraging 2.0 (commit 79f383b), robotic-warehouse 2.0 (96fbc64), semitable's
multiagent-particle-envs (7db1746), and MPE2's _mpe_utils folder (dbd68d2) as mpe2_utils; of gym and gymnasium only base classes and space sizes are
used, and stand-ins will do. Run from the repository's root: python3 eng/goldens/multi_agent_worlds.py
"""
import importlib
import platform

import numpy as np
from lbforaging.foraging.environment import ForagingEnv
from multiagent import core
from mpe2_utils import core as core_position_first
from rware.warehouse import RewardType, Warehouse


def numbers(values):
    return " ".join(f"{float(v):.9g}" for v in np.asarray(values).reshape(-1))


def write(name, lines):
    with open(f"tests/Fixtures/{name}.txt", "w", encoding="utf-8") as file:
        file.write(f"# eng/goldens/multi_agent_worlds.py, Python {platform.python_version()}, numpy {np.__version__}; {lines.pop(0)}\n")
        file.write("\n".join(lines) + "\n")


def foraging():
    lines = ["lb-foraging 2.0, commit 79f383b; seeds 0 and up"]
    worlds = [
        ("Foraging-8x8-2p-2f-coop-v3", 8, 2, 2, 8, True, 0.0, False),
        ("Foraging-2s-10x10-3p-3f-v3", 10, 3, 3, 2, False, 0.0, False),
        ("Foraging-9x9-4p-5f-pen-v3", 9, 4, 5, 9, False, 0.1, False),
        ("Foraging-grid-2s-8x8-3p-3f-v3", 8, 3, 3, 2, False, 0.0, True),
        ("Foraging-1s-5x5-5p-1f-v3", 5, 5, 1, 1, False, 0.0, False),
    ]
    for seed, (name, size, players, foods, sight, coop, penalty, grid) in enumerate(worlds):
        env = ForagingEnv(players, 1, 2, 1, None, (size, size), foods, sight, 50, coop, penalty=penalty, grid_observation=grid)
        rng = np.random.default_rng(seed)
        for episode in range(3):
            obs, _ = env.reset(seed=seed * 100 + episode)
            lines.append(f"world {name}")
            lines.append("players " + " ".join(f"{p.position[0]} {p.position[1]} {p.level}" for p in env.players))
            lines.append("foods " + " ".join(f"{r} {c} {env.field[r, c]}" for r, c in zip(*np.nonzero(env.field))))
            done = False
            while not done:
                lines.extend("see " + numbers(o) for o in obs)
                # Loads are tried often, or hardly anything would be loaded.
                actions = [5 if rng.random() < 0.4 and env.adjacent_food(*p.position) > 0 else int(rng.integers(6)) for p in env.players]
                obs, rewards, done, _, _ = env.step(actions)
                lines.append(f"step {numbers(actions)} {numbers(rewards)} {int(env.field.sum() == 0)}")
            lines.extend("see " + numbers(o) for o in obs)
    write("foraging", lines)


# One goal: with two, a request drawn for the first could be delivered on the second in the same step.
LAYOUTS = ["x.x.|.g..|x.x.", None]


def warehouse():
    # With three agents or fewer, networkx lets the first agent go where two files are equally long.
    lines = ["robotic-warehouse 2.0, commit 96fbc64; seeds 0 and up; layout rows are separated by |"]
    for seed, (layout, agents, reward) in enumerate([(LAYOUTS[0], 3, "Individual"), (LAYOUTS[0], 2, "TwoStage"), (LAYOUTS[0], 3, "Global"), (None, 3, "Individual")]):
        kind = {"Individual": RewardType.INDIVIDUAL, "TwoStage": RewardType.TWO_STAGE, "Global": RewardType.GLOBAL}[reward]
        env = Warehouse(3, 8, 1, agents, 0, 1, agents, None, 150, kind, layout=layout and layout.replace("|", "\n"))
        rng = np.random.default_rng(seed)
        obs, _ = env.reset(seed=seed)
        lines.append(f"world {layout or '-'} {agents} {reward}")

        def state():
            columns = env.grid_size[1]
            lines.append("agents " + " ".join(f"{a.y * columns + a.x} {a.dir.value} {a.carrying_shelf.id - 1 if a.carrying_shelf else -1}" for a in env.agents))
            lines.append("shelves " + " ".join(str(s.y * columns + s.x) for s in env.shelfs))
            lines.append("requests " + " ".join(str(s.id - 1) for s in env.request_queue))
            lines.extend("see " + numbers(o) for o in obs)

        state()
        for _ in range(150):
            # Requested shelves are picked up and seldom put down, or hardly any would be delivered.
            actions = [
                4 if not a.carrying_shelf and any((s.x, s.y) == (a.x, a.y) for s in env.request_queue) else int(rng.choice(5, p=[0.04, 0.6, 0.16, 0.16, 0.04]))
                for a in env.agents
            ]
            obs, rewards, *_ = env.step(actions)
            lines.append(f"step {numbers(actions)} {numbers(rewards)}")
            state()
    write("warehouse", lines)


def particles():
    lines = ["multiagent-particle-envs, commit 7db1746, and for positions first the integration of MPE2, commit dbd68d2; seeds 0 and up; rewards are each agent's own"]
    velocity_first = core.World.integrate_state
    for order, integrate in (("VelocityFirst", velocity_first), ("PositionFirst", core_position_first.World.integrate_state)):
        core.World.integrate_state = integrate
        for seed, name in enumerate(["simple_spread", "simple_speaker_listener", "simple_adversary", "simple_tag"]):
            for episode in range(2):
                np.random.seed(seed * 10 + episode)
                rng = np.random.default_rng(seed * 10 + episode)
                scenario = importlib.import_module(f"multiagent.scenarios.{name}").Scenario()
                world = scenario.make_world()
                # Close together, so that they touch.
                for entity in world.entities:
                    entity.state.p_pos = entity.state.p_pos * (0.4 if episode else 1)
                goal = getattr(world.agents[0], "goal_b", None) or getattr(world.agents[0], "goal_a", None)
                lines.append(f"world {name} {order} {world.landmarks.index(goal) if goal else -1}")
                lines.append("bodies " + " ".join(f"{x:.17g}" for e in world.entities for x in e.state.p_pos))
                lines.extend("see " + numbers(scenario.observation(a, world)) for a in world.agents)
                for _ in range(25):
                    actions = [int(rng.integers(5 if a.movable else 3)) for a in world.agents]
                    for agent, action in zip(world.agents, actions):
                        agent.action.u, agent.action.c = np.zeros(2), np.zeros(world.dim_c)
                        if not agent.movable:
                            agent.action.c[action] = 1
                        elif action:
                            agent.action.u[(action - 1) // 2] = (-1 if action % 2 else 1) * (agent.accel or 5.0)
                    world.step()
                    lines.append(f"step {numbers(actions)} {numbers([scenario.reward(a, world) for a in world.agents])}")
                    lines.extend("see " + numbers(scenario.observation(a, world)) for a in world.agents)
    core.World.integrate_state = velocity_first
    write("particles", lines)


foraging()
warehouse()
particles()
