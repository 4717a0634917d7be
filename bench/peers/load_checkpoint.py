#!/usr/bin/env python3
"""Loads a checkpoint with torch.load as many times as asked and prints the milliseconds of each, as JSON.

usage: load_checkpoint.py CHECKPOINT.pth TIMES     (needs torch)
"""
import json
import sys
import time

import torch


def main(path, times):
    milliseconds = []
    for _ in range(int(times)):
        start = time.perf_counter()
        state = torch.load(path, map_location='cpu')
        milliseconds.append(1000 * (time.perf_counter() - start))
    values = sum(tensor.numel() for tensor in state.values())
    print(json.dumps(dict(name=f'PyTorch {torch.__version__}', values=values, milliseconds=milliseconds)))


main(*sys.argv[1:])
