#!/usr/bin/env python3
"""Writes tests/Fixtures/losses.txt: values and gradients of losses and of functions of rows in PyTorch, in float32.

Each function of a matrix x gives a result; the gradient is that of the sum of the result's elements times fixed weights. Logits of size 30 are among the
elements. Run from the repository's root: python3 eng/goldens/losses.py
"""
import torch
import torch.nn.functional as F

ROWS, COLUMNS, WIDTH, SEED = 7, 11, 5, 20261124

torch.manual_seed(SEED)
torch.set_num_threads(1)
x = torch.randn(ROWS, COLUMNS) * 2
x[0, 0], x[1, 1] = 30, -30
target = torch.randn(ROWS, COLUMNS)
label = torch.rand(ROWS, COLUMNS)
classes = torch.randint(COLUMNS, (ROWS,))
weights = torch.rand(ROWS)
weights[2] = 0
mask = torch.rand(ROWS, COLUMNS) < 0.6
mask[:, 3] = True
hidden, table, bias = torch.randn(ROWS, WIDTH), torch.randn(COLUMNS, WIDTH), torch.randn(COLUMNS)


def line(name, tensor):
    # Nine significant digits give every float32 back exactly.
    return name + " " + " ".join(f"{value:.9g}" for value in tensor.detach().to(torch.float32).flatten().tolist())


def weighted(losses):
    return (losses * weights).sum() / weights.sum()


def closed(v):
    return v.masked_fill(~mask, float("-inf"))


functions = {
    "cross_entropy": lambda v: F.cross_entropy(v, classes),
    "cross_entropy_weighted": lambda v: weighted(F.cross_entropy(v, classes, reduction="none")),
    "mse": lambda v: F.mse_loss(v, target),
    "huber": lambda v: F.huber_loss(v, target, delta=0.75),
    "bce": lambda v: F.binary_cross_entropy_with_logits(v, label),
    "elu": F.elu,
    "logsumexp": lambda v: torch.logsumexp(v, 1),
    "logsumexp_masked": lambda v: torch.logsumexp(closed(v), 1),
    "softmax_masked": lambda v: torch.softmax(closed(v), 1),
    "maximum_masked": lambda v: closed(v).max(1).values,
}

lines = [
    f"# eng/goldens/losses.py, PyTorch {torch.__version__}, seed {SEED}",
    f"sizes {ROWS} {COLUMNS} {WIDTH}",
    line("x", x), line("target", target), line("label", label), line("classes", classes), line("weights", weights), line("mask", mask),
    line("hidden", hidden), line("table", table), line("bias", bias),
]
for name, function in functions.items():
    v = x.clone().requires_grad_()
    y = function(v)
    seed = torch.randn(y.shape)
    (y * seed).sum().backward()
    lines += [line(name, y), line("seed." + name, seed), line("gradient." + name, v.grad)]

inputs = {"hidden": hidden, "table": table, "bias": bias}
for tensor in inputs.values():
    tensor.requires_grad_()
loss = weighted(F.cross_entropy(hidden @ table.T + bias, classes, reduction="none"))
loss.backward()
lines.append(line("table_cross_entropy", loss))
lines += [line("gradient.table_cross_entropy." + name, tensor.grad) for name, tensor in inputs.items()]

with open("tests/Fixtures/losses.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
