"""Decides random tables by methods that are not ours: pyDecision's weighted sum, rank-order centroid and AHP, and a plain
Monte Carlo of SMAA-2. Reads the tables from the JSON file it is given and prints what comes out."""

import importlib.util
import json
import sys
import types
from pathlib import Path

import numpy as np

# pyDecision imports a drawing library wherever it can draw; nothing is drawn here.
drawing = types.ModuleType("matplotlib")
drawing.pyplot = types.ModuleType("matplotlib.pyplot")
sys.modules.update({"matplotlib": drawing, "matplotlib.pyplot": drawing.pyplot})
ALGORITHMS = Path(importlib.util.find_spec("pyDecision").submodule_search_locations[0]) / "algorithm"
DRAWS = 20_000


def algorithm(name):
    """One module of it, without the package's own start, which loads everything."""
    spec = importlib.util.spec_from_file_location(f"pydecision_{name}", ALGORITHMS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


saw, roc, ahp = (algorithm(name) for name in ("saw", "roc", "ahp"))


def between(bounds, shape, chance):
    """Numbers within bounds, half of them on either side of what is likely."""
    low, likely, high = np.moveaxis(np.array(bounds, dtype=float), -1, 0)
    at = chance.random(shape)
    return np.where(at < 0.5, low + (likely - low) * 2 * at, likely + (high - likely) * (2 * at - 1))


def smaa(table, chance):
    values, weights = np.array(table["values"]), np.array(table["weights"])
    rows, criteria = values.shape[:2]
    drawn = between(weights, (DRAWS, criteria), chance)
    if table["order"]:
        # Evenly from all weightings in that order: the gaps between random cuts, the largest first.
        order = table["order"]
        whole = weights[order, 1].sum()
        cuts = np.sort(chance.random((DRAWS, len(order) - 1)), axis=1)
        edges = np.hstack([np.zeros((DRAWS, 1)), cuts, np.ones((DRAWS, 1))])
        drawn[:, order] = -np.sort(-np.diff(edges, axis=1), axis=1) * whole
    scores = np.einsum("nrc,nc->nr", between(values, (DRAWS, rows, criteria), chance), drawn)
    ranks = np.argsort(np.argsort(-scores, axis=1), axis=1)
    acceptability = [[float(np.mean(ranks[:, row] == rank)) for rank in range(rows)] for row in range(rows)]
    shares = drawn / drawn.sum(axis=1, keepdims=True)
    central, confidence = [], []
    for row in range(rows):
        first = ranks[:, row] == 0
        if first.sum() < DRAWS // 100:
            central.append(None)
            confidence.append(None)
            continue
        mean = shares[first].mean(axis=0)
        again = between(values, (DRAWS, rows, criteria), chance) @ mean
        central.append(mean.tolist())
        confidence.append(float(np.mean(again.argmax(axis=1) == row)))
    return {"acceptability": acceptability, "central": central, "confidence": confidence}


def main():
    tables = json.loads(Path(sys.argv[1]).read_text())
    chance = np.random.default_rng(20261122)
    answers = []
    for table in tables:
        likely = np.array(table["values"], dtype=float)[:, :, 1]
        weights = np.array(table["weights"], dtype=float)[:, 1]
        # It divides each column by its largest number: the best there can be stands beneath, so all are divided alike.
        best = np.vstack([likely, np.full(likely.shape[1], 10_000.0)])
        flow = saw.saw_method(best, ["max"] * len(weights), weights / weights.sum(), graph=False, verbose=False)
        matrix = np.array(table["ratios"], dtype=float)
        by_eigenvector, ratio = ahp.ahp_method(matrix, wd="max_eigen")
        by_mean, _ = ahp.ahp_method(matrix, wd="geometric")
        answers.append({
            "scores": (flow[:-1, 1] * 100).tolist(),
            "centroid": roc.roc_method([f"c{n}" for n in range(1, len(weights) + 1)]).tolist(),
            "eigenvector": by_eigenvector.tolist(),
            "geometric": by_mean.tolist(),
            "ratio": float(ratio),
            "smaa": smaa(table, chance) if table["smaa"] else None,
        })
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
