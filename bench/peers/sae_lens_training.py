#!/usr/bin/env python3
"""SAELens' own trainer on stored activations: its TopK SAE with its own defaults. Started by
`node bench/run.mjs saeTrainers`; needs torch and sae-lens."""

import sae_lens
import torch
from sae_lens import TopKTrainingSAE, TopKTrainingSAEConfig
from sae_lens.config import SAETrainerConfig
from sae_lens.training.sae_trainer import SAETrainer
from serving import Setting, measured
from transformer import Transformer

ENDLESS = 10 ** 9


def main():
    setting = Setting(__doc__)
    transformer = Transformer(setting.model, setting.device)
    with torch.no_grad():
        stored = [transformer.hook_post(tokens) for tokens in setting.batches]
    rows, width = stored[0].shape
    config, device = setting.config, str(setting.device)
    sae = TopKTrainingSAE(
        TopKTrainingSAEConfig(d_in=width, d_sae=config['encoding_dim'], k=config['k'], device=device))
    learning_rate = config['learning_rate']
    trainer = SAETrainer(
        cfg=SAETrainerConfig(
            total_training_samples=ENDLESS * rows, train_batch_size_samples=rows, lr=learning_rate,
            lr_end=learning_rate / 10, device=device),
        sae=sae,
        data_provider=measured(stored, setting))
    setting.introduce(f'SAELens {sae_lens.__version__}')
    try:
        trainer.fit()
    except StopIteration:
        pass  # nobody asks for more


main()
