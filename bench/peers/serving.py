"""How a benchmark asks a Python program for training steps: JSON lines, requests on stdin and answers on stdout."""
import argparse
import json
import os
import sys
import time

import torch

# What libraries print must not get among the answers.
answers = os.fdopen(os.dup(sys.stdout.fileno()), 'w', buffering=1)
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def answer(**values):
    answers.write(json.dumps(values) + '\n')


def requests():
    """The requests, until whoever asks goes away. Before them goes an answer that tells what this is."""
    for line in sys.stdin:
        yield json.loads(line)


class Setting:
    """What a program is started with: `MODEL.pth TOKENS.json CONFIG.json --device NAME --threads N`, where TOKENS holds
    batches [batches, questions, positions] and CONFIG is the config of the run to compare with."""

    def __init__(self, description):
        parser = argparse.ArgumentParser(description=description)
        for name in ('model', 'tokens', 'config'):
            parser.add_argument(name)
        parser.add_argument('--device', default='cpu')
        parser.add_argument('--threads', type=int, required=True)
        arguments = parser.parse_args()
        if arguments.device.startswith('cuda') and not torch.cuda.is_available():
            sys.exit('PyTorch finds no CUDA device')
        torch.set_num_threads(arguments.threads)
        torch.manual_seed(1)
        self.device = torch.device(arguments.device)
        self.model = arguments.model
        with open(arguments.config) as file:
            self.config = json.load(file)
        with open(arguments.tokens) as file:
            self.batches = [torch.tensor(batch, device=self.device) for batch in json.load(file)]

    def introduce(self, name):
        """Says what is measured, and on what."""
        answer(
            name=name, torch=torch.__version__, threads=torch.get_num_threads(), blas=blas(),
            device=self.device_name())

    def device_name(self):
        return torch.cuda.get_device_name(self.device) if self.device.type == 'cuda' else 'CPU'

    def finish(self):
        """Waits for what the device still computes."""
        if self.device.type == 'cuda':
            torch.cuda.synchronize(self.device)


def measured(batches, setting):
    """Yields as many batches as each request asks for, over and over, and answers with the seconds that went by until
    the next one was wanted: those of the training steps made of them."""
    number = 0
    for request in requests():
        setting.finish()
        start = time.perf_counter()
        for _ in range(request['steps']):
            yield batches[number % len(batches)]
            number += 1
        setting.finish()
        answer(seconds=time.perf_counter() - start)


def blas():
    """The library of matrix products, by the build's own word, else by the name of the file that is loaded."""
    for part in torch.__config__.show().replace(',', ' ').split():
        if part.startswith('BLAS_INFO=') and part != 'BLAS_INFO=generic':
            return part.split('=')[1]
    if not os.path.exists('/proc/self/maps'):
        return 'unknown'
    with open('/proc/self/maps') as maps:
        files = {os.path.basename(line.split()[-1]) for line in maps if '.so' in line}
    known = [file for file in files if any(name in file for name in ('openblas', 'mkl', 'blis', 'atlas'))]
    return ', '.join(sorted(known)) or 'unknown'
