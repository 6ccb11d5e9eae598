#!/usr/bin/env python3
"""Writes tests/Fixtures/gru.txt: a GRU over sequences of different lengths in PyTorch, in float32: outputs, gradients and ten training steps.

The layer starts from given states, which are trained too. The loss is the mean squared error of a linear map of each sequence's last state; Adam
with its defaults but a rate of 0.01. Run from the repository's root: python3 eng/goldens/gru.py
"""
import torch

BATCH, TIME, INPUTS, HIDDEN, OUTPUTS, STEPS, SEED = 6, 5, 3, 4, 2, 10, 20261124
LENGTHS = [5, 2, 1, 4, 5, 3]

torch.manual_seed(SEED)
torch.set_num_threads(1)
gru = torch.nn.GRU(INPUTS, HIDDEN, batch_first=True)
linear = torch.nn.Linear(HIDDEN, OUTPUTS)
x = torch.randn(BATCH, TIME, INPUTS, requires_grad=True)
start = torch.randn(BATCH, HIDDEN, requires_grad=True)
target = torch.randn(BATCH, OUTPUTS)
parameters = {
    "weight_ih": gru.weight_ih_l0,
    "weight_hh": gru.weight_hh_l0,
    "bias_ih": gru.bias_ih_l0,
    "bias_hh": gru.bias_hh_l0,
    "weight": linear.weight,
    "offset": linear.bias,
    "start": start,
}


def line(name, tensor):
    # Nine significant digits give every float32 back exactly.
    return name + " " + " ".join(f"{value:.9g}" for value in tensor.detach().flatten().tolist())


lines = [
    f"# eng/goldens/gru.py, PyTorch {torch.__version__}, seed {SEED}",
    f"sizes {BATCH} {TIME} {INPUTS} {HIDDEN} {OUTPUTS}",
    "lengths " + " ".join(map(str, LENGTHS)),
    line("x", x),
    line("target", target),
]
lines += [line("initial." + name, tensor) for name, tensor in parameters.items()]

optimiser = torch.optim.Adam(parameters.values(), lr=0.01)
losses = []
for step in range(STEPS):
    optimiser.zero_grad()
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, LENGTHS, batch_first=True, enforce_sorted=False)
    output, last = gru(packed, start.unsqueeze(0))
    loss = torch.nn.functional.mse_loss(linear(last[0]), target)
    loss.backward()
    if step == 0:
        padded, _ = torch.nn.utils.rnn.pad_packed_sequence(output, batch_first=True)
        lines.append(line("output", padded))
        lines.append(line("gradient.x", x.grad))
        lines += [line("gradient." + name, tensor.grad) for name, tensor in parameters.items()]
    optimiser.step()
    losses.append(loss.detach())
lines.append(line("losses", torch.stack(losses)))
lines += [line("final." + name, tensor) for name, tensor in parameters.items()]

with open("tests/Fixtures/gru.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
