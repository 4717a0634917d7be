"""An arithmetic transformer in plain PyTorch: what TransformerLens computes, without its hook points' cost."""
import math

import torch
from torch.nn.functional import layer_norm


class Transformer:
    """A checkpoint in TransformerLens' layout; its parameters want gradients, as they do there."""

    def __init__(self, path, device):
        state = torch.load(path, map_location=device)
        self.layers = 1 + max(int(name.split('.')[1]) for name in state if name.startswith('blocks.'))
        self.heads, _, self.d_head = state['blocks.0.attn.W_Q'].shape
        self.mask = torch.ones(2 * state['pos_embed.W_pos'].shape[:1], dtype=torch.bool, device=device).triu(1)
        for block in range(self.layers):
            join_heads(state, f'blocks.{block}.attn')
        self.weights = {name: tensor.contiguous().requires_grad_() for name, tensor in state.items()}

    def hook_post(self, tokens):
        """blocks.0.mlp.hook_post as rows [questions · positions, d_mlp], and nothing beyond it."""
        _, post = self.up_to_hook_post(0, self.embedded(tokens))
        return post.flatten(0, 1)

    def logits(self, tokens, hook):
        """The whole model; `hook` is called with blocks.0.mlp.hook_post on the way."""
        x = self.embedded(tokens)
        for block in range(self.layers):
            residual, post = self.up_to_hook_post(block, x)
            if block == 0:
                hook(post)
            x = residual + post @ self.of(block, 'mlp.W_out') + self.of(block, 'mlp.b_out')
        return self.normalised('ln_final', x) @ self.weights['unembed.W_U'] + self.weights['unembed.b_U']

    def embedded(self, tokens):
        return self.weights['embed.W_E'][tokens] + self.weights['pos_embed.W_pos'][: tokens.shape[1]]

    def up_to_hook_post(self, block, x):
        """A block's hook_resid_mid and mlp.hook_post."""
        residual = x + self.attention(block, self.normalised(f'blocks.{block}.ln1', x))
        normalised = self.normalised(f'blocks.{block}.ln2', residual)
        return residual, torch.relu(normalised @ self.of(block, 'mlp.W_in') + self.of(block, 'mlp.b_in'))

    def attention(self, block, x):
        questions, positions, _ = x.shape

        def projected(name):
            rows = x @ self.of(block, f'attn.W_{name}') + self.of(block, f'attn.b_{name}')
            return rows.view(questions, positions, self.heads, self.d_head).transpose(1, 2)

        queries, keys, values = (projected(name) for name in 'QKV')
        scores = queries @ keys.transpose(2, 3) / math.sqrt(self.d_head)
        pattern = scores.masked_fill(self.mask[:positions, :positions], -math.inf).softmax(-1)
        mixed = (pattern @ values).transpose(1, 2).reshape(questions, positions, -1)
        return mixed @ self.of(block, 'attn.W_O') + self.of(block, 'attn.b_O')

    def normalised(self, name, x):
        return layer_norm(x, x.shape[-1:], self.weights[f'{name}.w'], self.weights[f'{name}.b'])

    def of(self, block, name):
        return self.weights[f'blocks.{block}.{name}']


def join_heads(state, attention):
    """Lays the heads' matrices side by side, for one product instead of one for each head."""
    for name in 'QKV':
        weight = state[f'{attention}.W_{name}']
        state[f'{attention}.W_{name}'] = weight.transpose(0, 1).flatten(1)
        state[f'{attention}.b_{name}'] = state[f'{attention}.b_{name}'].flatten()
    state[f'{attention}.W_O'] = state[f'{attention}.W_O'].flatten(0, 1)
