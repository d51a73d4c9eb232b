"""Serves a model with llama.cpp's own HTTP server on the loopback, until standard input ends.

A test holds the other end of standard input, so that the server never outlives it.
"""

import argparse
import os
import sys

import xllamacpp


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", help="a GGUF file")
    parser.add_argument("port", type=int)
    parser.add_argument("--context", type=int, default=4096, help="tokens, shared evenly by the slots")
    parser.add_argument("--slots", type=int, default=4, help="answers written at a time")
    parser.add_argument("--ping", type=int, default=30, help="seconds of silence before a comment")
    return parser.parse_args()


def main():
    asked = arguments()
    params = xllamacpp.CommonParams()
    params.model.path = asked.model
    params.hostnames = ["127.0.0.1"]
    params.port = asked.port
    params.n_ctx = asked.context
    params.n_parallel = asked.slots
    params.n_batch = 64  # tokens of a prompt that are read before it looks whether the caller has left
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = 1
    params.sse_ping_interval = asked.ping
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.buffer.read()
    os._exit(0)  # at once, whatever is being answered


if __name__ == "__main__":
    main()
