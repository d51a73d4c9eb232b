"""Writes a llama model that says exact texts, so that a test can compare an answer word for word.

The model is real, its weights are not learned: the embedding of a token is a vector with a single 1, the layers add
nothing to it, and the output matrix names the token that follows. So the last token alone decides what comes next, and
each text has tokens of its own. A text begins where its trigger, such as `<|short|>`, is the last token of the prompt;
after any other token comes the text of `short`. Layers add no meaning, only work: many wide ones make a slow model.
"""

import argparse
from pathlib import Path

import numpy as np
from gguf import GGUFWriter, TokenType

EMBEDDING = 512
HEADS = 8
TRIGGERS = ["short", "long", "tool", "tools2", "json", "think", "utf8", "badtool", "stopme", "never"]
END = "<|im_end|>"

# What follows each trigger. A piece is one token, and stands in one text only.
TEXTS = {
    "short": ["Hello", " from", " a", " tiny", " real", " model."],
    "tool": ["<tool_call>\n", '{"name', '": "', "get", "_weather", '", "', "arguments", '": {', '"city', '":"', " Os", 'lo"',
             "}}", "\n</tool_call>"],
    "tools2": ['<tool_call>\n{"name": "get_weather", ', '"arguments": {"city": "Rome"}}\n</tool_call>',
               '\n<tool_call>\n{"name": "get_time", ', '"arguments": {"zone": "CET"}}\n</tool_call>\n'],
    "badtool": ['<tool_call>\n{"na', 'me": "get_wea', 'ther", "argu', 'ments": {"ci'],
    "json": ['{"', "town", '": ', ' "Ber', 'gen"', ',"n":', "12}"],
    "think": ["<think>", "Let", " me", " see", "</think>", "\n\n", "The answer", " is 42."],
    "stopme": ["one", " two", " STOP", " three", " four"],
}

# What never ends by itself: after the last piece comes the first one.
ROUNDS = {
    "long": [f" word{number:02d}" for number in range(60)],
    "never": ["x1", "x2"],
}

# Written in single bytes, each a token.
EMOJI = "\N{GRINNING FACE}".encode()


def byte_letters():
    """The letter that stands for each byte in the vocabulary of GPT-2: itself, where it can be printed."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + place) for place, byte in enumerate(others)}


class Vocabulary:
    """The tokens, and for each the one that follows."""

    def __init__(self):
        self.tokens = []
        self.types = []
        self.follower = {}
        letters = byte_letters()
        self.encode = lambda text: "".join(letters[byte] for byte in text.encode())
        self.bytes = [self.add(letters[byte]) for byte in range(256)]
        self.add("th")  # the one merge that the tokenizer must have
        self.end_of_text = self.add("<|endoftext|>", TokenType.CONTROL)
        self.add("<|im_start|>", TokenType.CONTROL)
        self.end = self.add(END, TokenType.CONTROL)
        self.triggers = {name: self.add(f"<|{name}|>", TokenType.USER_DEFINED) for name in TRIGGERS}
        self.fallback = None
        self.tell_texts()

    def add(self, token, kind=TokenType.NORMAL):
        if token in self.tokens:
            raise ValueError(f"a token of two texts: {token}")
        self.tokens.append(token)
        self.types.append(int(kind))
        return len(self.tokens) - 1

    def tell_texts(self):
        for name, text in TEXTS.items():
            pieces = self.pieces(text)
            self.chain([self.triggers[name], *pieces, self.end])
            if name == "short":
                self.fallback = pieces[0]
        for name, text in ROUNDS.items():
            pieces = self.pieces(text)
            self.chain([self.triggers[name], *pieces, pieces[0]])
        emoji = [self.bytes[byte] for byte in EMOJI]
        self.chain([self.triggers["utf8"], *self.pieces(["Gr"]), *emoji, *self.pieces([" ok."]), self.end])

    def pieces(self, text):
        return [self.add(self.encode(piece)) for piece in text]

    def chain(self, tokens):
        self.follower.update(zip(tokens, tokens[1:]))

    def output_weights(self):
        weights = np.zeros((len(self.tokens), EMBEDDING), np.float16)
        for token in range(len(self.tokens)):
            weights[self.follower.get(token, self.fallback), token] = 1
        return weights


def write(path, name, layers, width, context):
    words = Vocabulary()
    writer = GGUFWriter(path, "llama")
    writer.add_name(name)
    writer.add_context_length(context)
    writer.add_embedding_length(EMBEDDING)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(width)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(EMBEDDING // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(words.tokens))
    writer.add_file_type(1)  # 16-bit floating point
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(words.tokens)
    writer.add_token_types(words.types)
    writer.add_token_merges(["t h"])
    writer.add_bos_token_id(words.end_of_text)
    writer.add_eos_token_id(words.end)
    writer.add_add_bos_token(False)
    writer.add_chat_template(Path(__file__).with_name("chat.jinja").read_text())
    writer.add_tensor("token_embd.weight", np.eye(len(words.tokens), EMBEDDING, dtype=np.float32))
    writer.add_tensor("output_norm.weight", np.ones(EMBEDDING, np.float32))
    writer.add_tensor("output.weight", words.output_weights())
    for layer in range(layers):
        add_layer(writer, f"blk.{layer}", width)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_layer(writer, name, width):
    """A layer that works and adds nothing: both of its outputs are multiplied by zeros."""
    for norm in ("attn_norm", "ffn_norm"):
        writer.add_tensor(f"{name}.{norm}.weight", np.ones(EMBEDDING, np.float32))
    square = np.full((EMBEDDING, EMBEDDING), 0.01, np.float16)
    wide = np.full((width, EMBEDDING), 0.01, np.float16)
    for part in ("attn_q", "attn_k", "attn_v"):
        writer.add_tensor(f"{name}.{part}.weight", square)
    for part in ("ffn_gate", "ffn_up"):
        writer.add_tensor(f"{name}.{part}.weight", wide)
    writer.add_tensor(f"{name}.attn_output.weight", np.zeros_like(square))
    writer.add_tensor(f"{name}.ffn_down.weight", np.zeros((EMBEDDING, width), np.float16))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", help="the GGUF file to write")
    parser.add_argument("--name", required=True)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--width", type=int, default=64, help="of the feed-forward part of a layer")
    parser.add_argument("--context", type=int, default=4096, help="tokens")
    asked = parser.parse_args()
    write(asked.out, asked.name, asked.layers, asked.width, asked.context)


if __name__ == "__main__":
    main()
