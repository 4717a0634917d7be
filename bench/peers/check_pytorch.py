#!/usr/bin/env python3
"""Loads a run's notebook/ in PyTorch, as the notebook's own class would, and prints what it encodes.

usage: check_pytorch.py RUN_DIRECTORY INPUT.safetensors     (input: one tensor [rows, width]; needs torch, safetensors)
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn


class SparseAutoencoder(nn.Module):
    def __init__(self, input_dim, encoding_dim):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, encoding_dim), nn.ReLU())
        self.decoder = nn.Linear(encoding_dim, input_dim)


class Model(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.sae = SparseAutoencoder(config['input_dim'], config['encoding_dim'])


def main(run, input_file):
    directory = Path(run) / 'notebook'
    config = json.loads((directory / 'config.json').read_text())
    model = Model(config)
    published = torch.load(directory / 'pytorch_model.bin', weights_only=True)
    sweep = torch.load(directory / 'sae.pth', weights_only=True)
    model.load_state_dict(published, strict=True)
    for name, tensor in sweep.items():
        assert torch.equal(tensor, published['sae.' + name]), name
    assert len(sweep) == len(published)
    (x,) = load_file(input_file).values()
    sae = model.sae.to(published['sae.decoder.weight'].dtype)
    with torch.no_grad():
        features = sae.encoder(x.to(sae.decoder.weight.dtype))
        reconstruction = sae.decoder(features)
    print('config', config)
    print('shapes', {name: list(tensor.shape) for name, tensor in published.items()})
    print('features of the first rows', features[:4, :8].tolist())
    print('reconstruction of the first row', reconstruction[0].tolist()[:8])
    print('mean squared error', (reconstruction - x).pow(2).mean().item())


main(*sys.argv[1:])
