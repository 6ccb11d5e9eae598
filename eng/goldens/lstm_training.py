#!/usr/bin/env python3
"""Writes tests/Fixtures/lstm_training.txt: ten training steps of an LSTM and a linear layer in PyTorch, in float32.

The input has sequences of different lengths; the loss is the mean squared error of a linear map of each sequence's last state; Adam with its
defaults but a rate of 0.01. PyTorch's second bias is fixed at zero, as MarlRec has one. Run from the repository's root:
python3 eng/goldens/lstm_training.py
"""
import torch

BATCH, TIME, INPUTS, HIDDEN, OUTPUTS, STEPS, SEED = 6, 5, 3, 4, 2, 10, 20261123
LENGTHS = [5, 2, 1, 4, 5, 3]

torch.manual_seed(SEED)
torch.set_num_threads(1)
lstm = torch.nn.LSTM(INPUTS, HIDDEN, batch_first=True)
linear = torch.nn.Linear(HIDDEN, OUTPUTS)
lstm.bias_hh_l0.data.zero_()
lstm.bias_hh_l0.requires_grad_(False)
x = torch.randn(BATCH, TIME, INPUTS)
target = torch.randn(BATCH, OUTPUTS)
parameters = {
    "weight_ih": lstm.weight_ih_l0,
    "weight_hh": lstm.weight_hh_l0,
    "bias": lstm.bias_ih_l0,
    "weight": linear.weight,
    "offset": linear.bias,
}


def line(name, tensor):
    # Nine significant digits give every float32 back exactly.
    return name + " " + " ".join(f"{value:.9g}" for value in tensor.detach().flatten().tolist())


lines = [
    f"# eng/goldens/lstm_training.py, PyTorch {torch.__version__}, seed {SEED}",
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
    _, (last, _) = lstm(packed)
    loss = torch.nn.functional.mse_loss(linear(last[0]), target)
    loss.backward()
    if step == 0:
        lines += [line("gradient." + name, tensor.grad) for name, tensor in parameters.items()]
    optimiser.step()
    losses.append(loss.detach())
lines.append(line("losses", torch.stack(losses)))
lines += [line("final." + name, tensor) for name, tensor in parameters.items()]

with open("tests/Fixtures/lstm_training.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
