#!/usr/bin/env python3
"""Loads a run's sae/ in SAELens and prints what it encodes.

usage: check_saelens.py RUN_DIRECTORY INPUT.safetensors     (input: one tensor [rows, width]; needs sae-lens 6)
"""
import sys
import warnings
from pathlib import Path

import torch
from safetensors.torch import load_file
from sae_lens import SAE

warnings.simplefilter('error')  # SAELens warns about what it only half understands


def main(run, input_file):
    directory = Path(run) / 'sae'
    sae = SAE.load_from_disk(directory)  # strict: a missing or unknown tensor raises
    (x,) = load_file(input_file).values()
    with torch.no_grad():
        features = sae.encode(x.to(sae.dtype))
        reconstruction = sae.decode(features)
    print('config', sae.cfg.to_dict())
    print('shapes', {name: list(tensor.shape) for name, tensor in sae.state_dict().items()})
    print('sparsity', load_file(directory / 'sparsity.safetensors')['sparsity'].tolist()[:8])
    print('features of the first rows', features[:4, :8].tolist())
    print('reconstruction of the first row', reconstruction[0].tolist()[:8])
    print('mean squared error', (reconstruction - x).pow(2).mean().item())


main(*sys.argv[1:])
