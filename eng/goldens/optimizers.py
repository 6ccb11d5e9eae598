#!/usr/bin/env python3
"""Writes tests/Fixtures/optimizers.txt: ten steps of PyTorch's optimisers in float32, and its learning-rate schedules.

Each optimiser moves the same 13 weights by the same ten gradients; its weights after every step are written. SparseAdam trains an embedding table on
ids that repeat within a batch. Run from the repository's root: python3 eng/goldens/optimizers.py
"""
import warnings

import torch

warnings.filterwarnings("ignore")  # schedules are stepped without their optimiser
SEED, COUNT, STEPS, TABLE, WIDTH, IDS = 20261124, 13, 10, 7, 3, 6
torch.manual_seed(SEED)
torch.set_num_threads(1)
initial = torch.randn(COUNT)
gradients = torch.randn(STEPS, COUNT) * torch.logspace(-3, 1, COUNT)


def line(name, tensor):
    # Nine significant digits give every float32 back exactly.
    return name + " " + " ".join(f"{value:.9g}" for value in tensor.detach().flatten().tolist())


def run(make):
    weights = torch.nn.Parameter(initial.clone())
    optimiser = make([weights])
    after = []
    for gradient in gradients:
        weights.grad = gradient.clone()
        optimiser.step()
        after.append(weights.detach().clone())
    return torch.stack(after)


optim = torch.optim
CASES = {
    "adam": lambda p: optim.Adam(p, lr=0.01),
    "adam.l2": lambda p: optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-5, weight_decay=0.1),
    "adamw": lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1),
    "sgd": lambda p: optim.SGD(p, lr=0.1),
    "sgd.momentum": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.1),
    "sgd.nesterov": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.01, weight_decay=0.1),
    "rmsprop.momentum": lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-5, momentum=0.9),
    "rmsprop.centered": lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, centered=True),
    "rmsprop.both": lambda p: optim.RMSprop(p, lr=0.01, momentum=0.5, centered=True),
}
lines = [f"# eng/goldens/optimizers.py, PyTorch {torch.__version__}, seed {SEED}", line("initial", initial), line("gradients", gradients)]
lines += [line(name, run(make)) for name, make in CASES.items()]

table = torch.nn.Embedding(TABLE, WIDTH, sparse=True)
ids = torch.randint(0, TABLE - 2, (STEPS, IDS))  # the last two rows are never looked up
factors = torch.randn(STEPS, IDS, WIDTH)
lines += [f"sparse.sizes {TABLE} {WIDTH} {IDS}", line("sparse.initial", table.weight), line("sparse.ids", ids), line("sparse.factors", factors)]
optimiser = optim.SparseAdam(table.parameters(), lr=0.01)
for step in range(STEPS):
    optimiser.zero_grad()
    (table(ids[step]) * factors[step]).sum().backward()
    optimiser.step()
lines.append(line("sparse.final", table.weight))


def schedule(make):
    optimiser = optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
    rates, scheduler = [], make(optimiser)
    for _ in range(13):
        rates.append(optimiser.param_groups[0]["lr"])
        scheduler.step()
    return torch.tensor(rates, dtype=torch.float64)


lr = optim.lr_scheduler
lines += [
    line("schedule.constant", schedule(lambda o: lr.LambdaLR(o, lambda step: 1))),
    line("schedule.linear", schedule(lambda o: lr.LinearLR(o, start_factor=1, end_factor=0.2, total_iters=8))),
    line("schedule.cosine", schedule(lambda o: lr.CosineAnnealingLR(o, T_max=12, eta_min=0.1))),
    line("schedule.warmup", schedule(lambda o: lr.LinearLR(o, start_factor=0.25, total_iters=5))),
]

with open("tests/Fixtures/optimizers.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
