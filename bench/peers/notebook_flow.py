#!/usr/bin/env python3
"""Trains the notebook's SAE on a transformer's MLP activations in PyTorch, in three ways that compute the same losses:

notebook  as the notebook does: the whole model with a hook, its gradients recorded, activations to the host and back, a
          gradient of the SAE's input, figures read with .item() at every step
prefix    only the part of the model before the hook point, without gradients there; the rest as in the notebook
lean      in addition nothing leaves the device: no copies to the host, no .item(); and Adam is fused where PyTorch can

Adam is built anew for each epoch of 1000 steps. Started by `node bench/run.mjs peers`; needs torch.
"""
import math
import time

import torch
from serving import Setting, answer, requests
from torch import nn
from transformer import Transformer

STEPS_PER_EPOCH = 1000
MAX_GRADIENT_NORM = 1.0


class NotebookSae(nn.Module):
    def __init__(self, width, config):
        super().__init__()
        self.config = config
        self.encoder = nn.Sequential(nn.Linear(width, config['encoding_dim']), nn.ReLU())
        self.decoder = nn.Linear(config['encoding_dim'], width)

    def forward(self, x):
        encoded = self.encoder(x)
        return encoded, self.decoder(encoded)

    def losses(self, x, encoded, decoded):
        """Loss, mean squared error, sparsity penalty, L1 penalty."""
        mse = nn.functional.mse_loss(decoded, x)
        target = self.config['sparsity_target']
        mean = encoded.mean(0).clamp(1e-8, 1 - 1e-8)
        on = target * (math.log(target) - mean.log())
        off = (1 - target) * (math.log(1 - target) - (1 - mean).log())
        penalty = (on + off).sum().clamp(max=1e3)
        l1 = encoded.abs().mean()
        loss = mse + self.config['sparsity_weight'] * penalty + self.config['l1_weight'] * l1
        return loss, mse, penalty, l1


class Flow:
    """An SAE in training, with its own weights and optimizer."""

    def __init__(self, transformer, start, setting):
        self.transformer, self.setting = transformer, setting
        self.sae = NotebookSae(len(start['decoder.bias']), setting.config).to(setting.device)
        self.sae.load_state_dict(start)
        self.step_number = 0
        self.used = torch.zeros(setting.config['encoding_dim'], dtype=torch.bool, device=setting.device)

    def steps(self, count):
        for _ in range(count):
            if self.step_number % STEPS_PER_EPOCH == 0:
                self.optimizer = self.new_optimizer()
            self.step(self.setting.batches[self.step_number % len(self.setting.batches)])
            self.step_number += 1

    def new_optimizer(self):
        return torch.optim.Adam(self.sae.parameters(), lr=self.setting.config['learning_rate'])

    def backward(self, loss):
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.sae.parameters(), MAX_GRADIENT_NORM)

    def update(self, x):
        """One step; returns its figures, which are read at once."""
        encoded, decoded = self.sae(x)
        losses = self.sae.losses(x, encoded, decoded)
        parts = [part.item() for part in losses[1:]]
        if not torch.isfinite(losses[0]):
            raise ValueError('the loss is not finite')
        self.backward(losses[0])
        self.optimizer.step()
        self.used |= (encoded != 0).any(0)
        return [losses[0].item(), *parts, (encoded != 0).float().mean().item()]


class Notebook(Flow):
    def step(self, tokens):
        stored = []
        self.transformer.logits(tokens, lambda post: stored.append(post.flatten(0, 1).detach().cpu()))
        x = torch.cat(stored).to(self.setting.device)
        return self.update(x.requires_grad_())


class Prefix(Flow):
    def step(self, tokens):
        with torch.no_grad():
            stored = self.transformer.hook_post(tokens).cpu()
        return self.update(stored.to(self.setting.device))


class Lean(Flow):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.sums = torch.zeros(5, device=self.setting.device)

    def new_optimizer(self):
        learning_rate = self.setting.config['learning_rate']
        try:
            return torch.optim.Adam(self.sae.parameters(), lr=learning_rate, fused=True)
        except (TypeError, RuntimeError):  # this PyTorch has none for this device
            return super().new_optimizer()

    def step(self, tokens):
        with torch.no_grad():
            x = self.transformer.hook_post(tokens)
        encoded, decoded = self.sae(x)
        losses = self.sae.losses(x, encoded, decoded)
        self.backward(losses[0])
        self.optimizer.step()
        with torch.no_grad():
            self.used |= (encoded != 0).any(0)
            self.sums += torch.stack([*losses, (encoded != 0).float().mean()])

    def steps(self, count):
        super().steps(count)
        return self.sums.tolist()


FLOWS = dict(notebook=Notebook, prefix=Prefix, lean=Lean)


def figures_of_steps(flow, count):
    """Loss, mean squared error and penalties of a flow's first steps."""
    flow.optimizer = flow.new_optimizer()
    return [flow.step(tokens)[:4] for tokens in flow.setting.batches[:count]]


def main():
    setting = Setting(__doc__)
    transformer = Transformer(setting.model, setting.device)
    with torch.no_grad():
        width = transformer.hook_post(setting.batches[0]).shape[1]
    start = NotebookSae(width, setting.config).state_dict()
    flows = {}
    setting.introduce('PyTorch')
    for request in requests():
        if 'save' in request:
            torch.save(start, request['save'])
            answer()
        elif 'figures' in request:
            answer(figures=figures_of_steps(Notebook(transformer, start, setting), request['figures']))
        else:
            name = request['flow']
            if name not in flows:
                flows[name] = FLOWS[name](transformer, start, setting)
            setting.finish()
            begin = time.perf_counter()
            flows[name].steps(request['steps'])
            setting.finish()
            answer(seconds=time.perf_counter() - begin)


if __name__ == '__main__':
    main()
