#!/usr/bin/env python3
"""Lays points out with scikit-learn's t-SNE and judges layouts by its trustworthiness. Needs scikit-learn.

usage: tsne.py      with one request a line on stdin, each answered by a line on stdout, after one that says what this is:
  {"points": PATH, "count": N, "seed": SEED, "perplexity": P}   lays out float32 [N, …]; {"seconds", "trustworthiness"}
  {"points": PATH, "count": N, "layout": PATH}                  judges float64 [N, 2]; {"trustworthiness"}
"""
import json
import os
import sys
import time

import numpy as np
import sklearn
from sklearn.manifold import TSNE, trustworthiness

NEIGHBOURS = 12


def handle(request):
    points = np.fromfile(request['points'], '<f4').reshape(request['count'], -1)
    if 'layout' in request:
        layout = np.fromfile(request['layout'], '<f8').reshape(-1, 2)
        return dict(trustworthiness=trustworthiness(points, layout, n_neighbors=NEIGHBOURS))
    start = time.perf_counter()
    layout = TSNE(perplexity=request['perplexity'], random_state=request['seed']).fit_transform(points)
    seconds = time.perf_counter() - start
    return dict(seconds=seconds, trustworthiness=trustworthiness(points, layout, n_neighbors=NEIGHBOURS))


def main():
    print(json.dumps(dict(name=f'scikit-learn {sklearn.__version__}', threads=os.cpu_count())), flush=True)
    for line in sys.stdin:
        print(json.dumps(handle(json.loads(line))), flush=True)


main()
