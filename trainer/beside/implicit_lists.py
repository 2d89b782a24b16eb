"""Lists of the library `implicit` on a split that the trainer wrote: members, items and on how many days.

usage: implicit_lists.py BOUGHT.csv LISTS.json ITEMS LENGTH
"""
import json
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import scipy.sparse as sp
from implicit.cpu.als import AlternatingLeastSquares
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender

SEED = 42


def main(bought, answer, items, length):
    rows = np.loadtxt(bought, delimiter=",", skiprows=1, dtype=np.int64)
    days = sp.csr_matrix((rows[:, 2].astype(np.float32), (rows[:, 0], rows[:, 1])), shape=(rows[:, 0].max() + 1, items))
    logs = days.copy()
    logs.data = np.log1p(logs.data)
    methods = [
        (
            "implicit ALS",
            AlternatingLeastSquares(
                factors=64, regularization=10.0, alpha=1.0, iterations=15, random_state=SEED, num_threads=1
            ),
            logs,
        ),
        ("implicit item-kNN, cosine", CosineRecommender(K=400, num_threads=2), days.astype(np.float64)),
        ("implicit item-kNN, BM25", BM25Recommender(K=400, K1=1.2, B=0.75, num_threads=2), days.astype(np.float64)),
    ]
    lists = []
    for name, model, matrix in methods:
        model.fit(matrix, show_progress=False)
        members = np.arange(matrix.shape[0])
        wanted = {}
        for key, seen in (("all", False), ("new", True)):
            found, _ = model.recommend(members, matrix, N=length, filter_already_liked_items=seen)
            wanted[key] = [[int(item) for item in row if item >= 0] for row in found]
        lists.append({"method": name, **wanted})
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(lists, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
