"""Writes tests/Fixtures/tiny-bert: a small BERT checkpoint with random weights, and what it computes.

Run from the repository's root with Debian's python3 (PyTorch 1.13). The encoder is written here layer by layer from the published equations (Devlin et al.,
2019; Vaswani et al., 2017; Ba et al., 2016; Hendrycks and Gimpel, 2016) in float64; poolings from Reimers and Gurevych (2019) and Muennighoff (2022).
The tokenizer is a plain greedy longest match. Files are safetensors, written by hand from the format's description.
"""

import json
import math
import os
import struct
import unicodedata

import torch

ROOT = "tests/Fixtures/tiny-bert"
SIZE, INNER, LAYERS, HEADS, POSITIONS, EPSILON = 32, 64, 2, 4, 24, 1e-12
WORDS = """[PAD] [UNK] [CLS] [SEP] [MASK] the a book of for and with red blue garden office desk lamp pen paper cat dog cafe nai ##ve read ##er ##ing ##s
play game fast slow new old world hello 2 20 ##26 . , ! ? ' - $ ( ) un ##aff ##able \u4e2d \u6587 \u20ac x ##x _ \u00fc ##ber uber one two three""".split()
TEXTS = [
    "Hello world", "the red book of the garden", "A new desk lamp, for reading!", "unaffable cats & dogs?", "", "   ",
    "Na\u00efve caf\u00e9 READERS", "\u00dcber-fast game (2026)", "\u4e2d\u6587 book", "x_x $20 \u20ac", "hello\u200b wor\u00adld\tthe\nend",
    "one two three one two three one two three one two three one two three one two three one two three one two three", "[SEP] [CLS]",
]


def normal(text):
    out = []
    for c in text:
        if c in "\t\n\r" or unicodedata.category(c) == "Zs":
            out.append(" ")
        elif ord(c) in (0, 0xFFFD) or unicodedata.category(c).startswith("C"):
            continue
        elif 0x4E00 <= ord(c) <= 0x9FFF:
            out.append(" " + c + " ")
        else:
            out.append(c)
    text = unicodedata.normalize("NFD", "".join(out))
    return "".join(c for c in text if unicodedata.category(c) != "Mn").lower()


def words(text):
    word, out = "", []
    for c in text + " ":
        punctuation = (c.isascii() and c.isprintable() and not c.isalnum() and c != " ") or unicodedata.category(c).startswith("P")
        if punctuation or c.isspace():
            out += [word] if word else []
            out += [c] if punctuation else []
            word = ""
        else:
            word += c
    return out


def encode(text, longest):
    ids = []
    for word in words(normal(text)):
        start, parts = 0, []
        while start < len(word):
            end = len(word)
            while end > start and ("##" if start else "") + word[start:end] not in WORDS:
                end -= 1
            if end == start:
                parts = [WORDS.index("[UNK]")]
                break
            parts.append(WORDS.index(("##" if start else "") + word[start:end]))
            start = end
        ids += parts
    return [WORDS.index("[CLS]")] + ids[: longest - 2] + [WORDS.index("[SEP]")]


def linear(x, weights, name):
    return x @ weights[name + ".weight"].double().T + weights[name + ".bias"].double()


def norm(x, weights, name):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(variance + EPSILON) * weights[name + ".weight"].double() + weights[name + ".bias"].double()


def bert(ids, segments, w):
    x = w["embeddings.word_embeddings.weight"][ids].double() + w["embeddings.position_embeddings.weight"][: len(ids)].double()
    x = norm(x + w["embeddings.token_type_embeddings.weight"][segments].double(), w, "embeddings.LayerNorm")
    for i in range(LAYERS):
        p = f"encoder.layer.{i}."
        q, k, v = (linear(x, w, p + "attention.self." + n) for n in ("query", "key", "value"))
        heads = []
        for h in range(HEADS):
            part = slice(h * SIZE // HEADS, (h + 1) * SIZE // HEADS)
            scores = torch.exp(q[:, part] @ k[:, part].T / math.sqrt(SIZE // HEADS))
            heads.append(scores / scores.sum(-1, keepdim=True) @ v[:, part])
        x = norm(x + linear(torch.cat(heads, -1), w, p + "attention.output.dense"), w, p + "attention.output.LayerNorm")
        inner = linear(x, w, p + "intermediate.dense")
        inner = inner * 0.5 * (1 + torch.erf(inner / math.sqrt(2)))
        x = norm(x + linear(inner, w, p + "output.dense"), w, p + "output.LayerNorm")
    return x


def pool(h, kind):
    n = len(h)
    place = torch.arange(1, n + 1).double().unsqueeze(1)
    return {
        "First": h[0], "Maximum": h.max(0).values, "Mean": h.sum(0) / n, "MeanBySquareRoot": h.sum(0) / math.sqrt(n),
        "WeightedMean": (h * place).sum(0) / place.sum(), "Last": h[-1],
    }[kind]


KINDS = {"First": "cls_token", "Maximum": "max_tokens", "Mean": "mean_tokens", "MeanBySquareRoot": "mean_sqrt_len_tokens", "WeightedMean": "weightedmean_tokens", "Last": "lasttoken"}
CODES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}


def save(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.contiguous().view(torch.int16).numpy().tobytes() if tensor.dtype == torch.bfloat16 else tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": CODES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(value if isinstance(value, str) else json.dumps(value, indent=1) + "\n")


def pooling(kinds, width):
    return {"word_embedding_dimension": width, **{"pooling_mode_" + name: kind in kinds for kind, name in KINDS.items()}, "include_prompt": True}


torch.manual_seed(2026)
torch.set_default_dtype(torch.float32)
w = {}


def matrix(name, rows, columns, scale):
    w[name] = torch.randn(rows, columns) * scale


def affine(name, outputs, inputs):
    matrix(name + ".weight", outputs, inputs, 1.2 / math.sqrt(inputs))
    w[name + ".bias"] = torch.randn(outputs) * 0.1


def gains(name):
    w[name + ".weight"] = 1 + torch.randn(SIZE) * 0.2
    w[name + ".bias"] = torch.randn(SIZE) * 0.1


for table, rows in (("word", len(WORDS)), ("position", POSITIONS), ("token_type", 2)):
    matrix(f"embeddings.{table}_embeddings.weight", rows, SIZE, 0.5)
gains("embeddings.LayerNorm")
for i in range(LAYERS):
    p = f"encoder.layer.{i}."
    for part in ("query", "key", "value"):
        affine(p + "attention.self." + part, SIZE, SIZE)
    affine(p + "attention.output.dense", SIZE, SIZE)
    gains(p + "attention.output.LayerNorm")
    affine(p + "intermediate.dense", INNER, SIZE)
    affine(p + "output.dense", SIZE, INNER)
    gains(p + "output.LayerNorm")

CONFIG = {
    "architectures": ["BertModel"], "model_type": "bert", "hidden_size": SIZE, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
    "intermediate_size": INNER, "hidden_act": "gelu", "layer_norm_eps": EPSILON, "max_position_embeddings": POSITIONS, "type_vocab_size": 2,
    "vocab_size": len(WORDS), "hidden_dropout_prob": 0.1, "position_embedding_type": "absolute",
}
EXTRA = {"embeddings.position_ids": torch.arange(POSITIONS).unsqueeze(0), "pooler.dense.weight": torch.zeros(1, 1)}
lines = ["# Written by eng/goldens/tiny_bert.py with PyTorch " + torch.__version__ + "; one value a line: name, tab, numbers or text."]


def row(name, values):
    lines.append(name + "\t" + " ".join(repr(float(v)) if not float(v).is_integer() else str(int(v)) for v in values))


def vocabulary(folder):
    write(f"{folder}/vocab.txt", "\n".join(WORDS) + "\n")


# 1: a sentence-transformers folder in F32, with every pooling side by side, a Dense and unit length.
folder = f"{ROOT}/sentence"
write(f"{folder}/config.json", CONFIG)
vocabulary(folder)
save(f"{folder}/model.safetensors", {**w, **EXTRA})
write(f"{folder}/sentence_bert_config.json", {"max_seq_length": 16, "do_lower_case": False})
write(f"{folder}/tokenizer_config.json", {"do_lower_case": True, "model_max_length": 1e30, "cls_token": "[CLS]"})
write(f"{folder}/config_sentence_transformers.json", {"prompts": {"query": "read: "}, "default_prompt_name": None})
write(f"{folder}/modules.json", [
    {"idx": n, "name": str(n), "path": path, "type": "sentence_transformers.models." + kind}
    for n, (path, kind) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Dense", "Dense"), ("3_Normalize", "Normalize")])])
write(f"{folder}/1_Pooling/config.json", pooling(KINDS, SIZE))
write(f"{folder}/2_Dense/config.json", {"in_features": 6 * SIZE, "out_features": 20, "bias": True, "activation_function": "torch.nn.modules.activation.Tanh"})
dense = {"linear.weight": torch.randn(20, 6 * SIZE) * 0.05, "linear.bias": torch.randn(20) * 0.1}
save(f"{folder}/2_Dense/model.safetensors", dense)
for n, text in enumerate(TEXTS):
    ids = encode(text, 16)
    lines.append(f"text{n}\t" + json.dumps(text))
    row(f"ids{n}", ids)
    h = bert(ids, [0] * len(ids), w)
    for kind in KINDS:
        row(f"{kind}{n}", pool(h, kind))
    row(f"segments{n}", bert(ids, [int(t > 2) for t in range(len(ids))], w).flatten()[:64])
    for name, prompt in (("sentence", ""), ("query", "read: ")):
        ids = encode(prompt + text, 16)
        h = bert(ids, [0] * len(ids), w)
        y = torch.tanh(linear(torch.cat([pool(h, kind) for kind in KINDS]), dense, "linear"))
        row(f"{name}{n}", y / y.norm())

# 2 and 3: plain BERT folders in halves, with a prefix and the old names of a norm's parameters.
for name, kind in (("f16", torch.float16), ("bf16", torch.bfloat16)):
    folder = f"{ROOT}/{name}"
    half = {key: value.to(kind) for key, value in w.items()}
    write(f"{folder}/config.json", CONFIG)
    vocabulary(folder)
    save(f"{folder}/model.safetensors", {
        "bert." + (key.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta") if name == "f16" else key): value
        for key, value in half.items()})
    for n, text in enumerate(TEXTS):
        ids = encode(text, POSITIONS)
        row(f"{name}{n}", pool(bert(ids, [0] * len(ids), half), "Mean"))

write(f"{ROOT}/golden.txt", "\n".join(lines) + "\n")
