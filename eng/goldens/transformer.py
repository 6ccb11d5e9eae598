#!/usr/bin/env python3
"""Writes tests/Fixtures/attention.txt and transformer.txt: layers of attention forward and backward in PyTorch, and ten training steps of an encoder.

Each case of attention.txt is a layer with its input, its lengths, a seed of the result's gradient, the result, and the gradients of the input and of
all parameters. transformer.txt trains a pre-norm causal encoder with a linear head by Adam (rate 0.01) on the mean squared error. No dropout.
All in float32. Run from the repository's root: python3 eng/goldens/transformer.py
"""
import torch
from torch import nn

SEED, STEPS = 20261124, 10
torch.manual_seed(SEED)
torch.set_num_threads(1)


def line(name, tensor):
    # Nine significant digits give every float32 back exactly.
    return name + " " + " ".join(f"{value:.9g}" for value in tensor.detach().flatten().tolist())


def header(script):
    return f"# eng/goldens/{script}, PyTorch {torch.__version__}, seed {SEED}"


def padding(lengths, time):
    return torch.arange(time)[None, :] >= torch.tensor(lengths)[:, None]


def causal(time):
    return torch.ones(time, time, dtype=torch.bool).triu(1)


def scatter(module):
    # Fresh biases and norms are 0 and 1, which would hide mistakes.
    for parameter in module.parameters():
        if parameter.dim() == 1:
            parameter.data += 0.3 * torch.randn_like(parameter)


def case(name, module, inputs, run, facts):
    scatter(module)
    inputs = [x.requires_grad_() for x in inputs]
    result = run(*inputs)
    seed = torch.randn_like(result)
    module.zero_grad()
    result.backward(seed)
    out = [f"{name}.{key} " + " ".join(map(str, value)) for key, value in facts.items()]
    for i, x in enumerate(inputs):
        out += [f"{name}.shape{i} " + " ".join(map(str, x.shape)), line(f"{name}.x{i}", x), line(f"{name}.dx{i}", x.grad)]
    out += [line(f"{name}.seed", seed), line(f"{name}.y", result)]
    for key, parameter in module.named_parameters():
        out += [line(f"{name}.p.{key}", parameter), line(f"{name}.g.{key}", parameter.grad)]
    return out


lines = [header("transformer.py")]
norm = nn.LayerNorm(13)
lines += case("norm", norm, [torch.randn(3, 5, 13) * 3 + 2], norm, {})

self_attention = nn.MultiheadAttention(12, 3, batch_first=True)
lines += case("self", self_attention, [torch.randn(2, 7, 12)], lambda x: self_attention(x, x, x, need_weights=False)[0], {})
lengths = [7, 3, 1]
padded = nn.MultiheadAttention(12, 2, batch_first=True)
lines += case(
    "causal_padded", padded, [torch.randn(3, 7, 12)],
    lambda x: padded(x, x, x, key_padding_mask=padding(lengths, 7), attn_mask=causal(7), need_weights=False)[0], {"lengths": lengths})
cross = nn.MultiheadAttention(12, 4, batch_first=True)
memory_lengths = [5, 9]
lines += case(
    "cross", cross, [torch.randn(2, 4, 12), torch.randn(2, 9, 12)],
    lambda x, memory: cross(x, memory, memory, key_padding_mask=padding(memory_lengths, 9), need_weights=False)[0], {"lengths": memory_lengths})

for name, first, activation in (("encoder_post", False, "relu"), ("encoder_pre", True, "gelu")):
    layer = nn.TransformerEncoderLayer(12, 3, 20, dropout=0, activation=activation, batch_first=True, norm_first=first)
    lines += case(
        name, layer, [torch.randn(3, 7, 12)], lambda x, layer=layer: layer(x, src_key_padding_mask=padding(lengths, 7)), {"lengths": lengths})

for name, first, activation in (("decoder_post", False, "relu"), ("decoder_pre", True, "gelu")):
    layer = nn.TransformerDecoderLayer(12, 2, 20, dropout=0, activation=activation, batch_first=True, norm_first=first)
    lines += case(
        name, layer, [torch.randn(2, 6, 12), torch.randn(2, 9, 12)],
        lambda x, memory, layer=layer: layer(
            x, memory, tgt_mask=causal(6), tgt_key_padding_mask=padding([6, 4], 6), memory_key_padding_mask=padding(memory_lengths, 9)),
        {"lengths": [6, 4], "memory_lengths": memory_lengths})

with open("tests/Fixtures/attention.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")

BATCH, TIME, SIZE, OUTPUTS = 4, 6, 8, 3
encoder = nn.TransformerEncoder(
    nn.TransformerEncoderLayer(SIZE, 2, 16, dropout=0, activation="gelu", batch_first=True, norm_first=True), 2, nn.LayerNorm(SIZE), enable_nested_tensor=False)
head = nn.Linear(SIZE, OUTPUTS)
for parameter in encoder.parameters():  # the layers of a stack start as copies
    if parameter.dim() > 1:
        nn.init.xavier_uniform_(parameter)
scatter(encoder)
x, target = torch.randn(BATCH, TIME, SIZE), torch.randn(BATCH, TIME, OUTPUTS)
lengths = [6, 2, 4, 5]
parameters = {**{"encoder." + key: value for key, value in encoder.named_parameters()}, **{"head." + key: value for key, value in head.named_parameters()}}
lines = [header("transformer.py"), f"sizes {BATCH} {TIME} {SIZE} {OUTPUTS}", "lengths " + " ".join(map(str, lengths)), line("x", x), line("target", target)]
lines += [line("initial." + name, parameter) for name, parameter in parameters.items()]
optimiser = torch.optim.Adam(parameters.values(), lr=0.01)
losses = []
for step in range(STEPS):
    optimiser.zero_grad()
    loss = nn.functional.mse_loss(head(encoder(x, mask=causal(TIME), src_key_padding_mask=padding(lengths, TIME))), target)
    loss.backward()
    if step == 0:
        lines += [line("gradient." + name, parameter.grad) for name, parameter in parameters.items()]
    optimiser.step()
    losses.append(loss.detach())
lines.append(line("losses", torch.stack(losses)))
lines += [line("final." + name, parameter) for name, parameter in parameters.items()]

with open("tests/Fixtures/transformer.txt", "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
