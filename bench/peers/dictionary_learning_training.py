#!/usr/bin/env python3
"""dictionary_learning's own trainer on stored activations: its TopK SAE with its own defaults. Started by
`node bench/run.mjs saeTrainers`; needs torch and dictionary-learning."""
from importlib.metadata import version

import torch
from dictionary_learning.trainers.top_k import TopKTrainer
from dictionary_learning.training import trainSAE
from serving import Setting, measured
from transformer import Transformer

ENDLESS = 10 ** 9


def main():
    setting = Setting(__doc__)
    transformer = Transformer(setting.model, setting.device)
    with torch.no_grad():
        stored = [transformer.hook_post(tokens) for tokens in setting.batches]
    config, device = setting.config, str(setting.device)
    setting.introduce(f"dictionary_learning {version('dictionary-learning')}")
    trainSAE(
        data=measured(stored, setting),
        trainer_configs=[dict(
            trainer=TopKTrainer, steps=ENDLESS, activation_dim=stored[0].shape[1], dict_size=config['encoding_dim'],
            k=config['k'], layer=0, lm_name='arithmetic', lr=config['learning_rate'], device=device)],
        steps=ENDLESS,
        device=device)


main()
