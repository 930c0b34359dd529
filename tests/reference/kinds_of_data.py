"""Two hundred generated sets of the kinds that break methods: small, collinear, tied, few clusters, empty cells.

Printed as a table, so that R can read them: python tests/reference/kinds_of_data.py | Rscript ...
"""

import numpy as np

SETS = 200
KINDS = ("small", "collinear", "tied", "single cluster", "empty cell")


def kind_of(number: int) -> str:
    """The kind of a set."""
    return KINDS[number % len(KINDS)]


def design_and_cluster(number: int) -> tuple[np.ndarray, np.ndarray, np.random.Generator]:
    """Design (intercept, group of whole clusters, covariate, event) and cluster of one set, and what draws on.

    Of every second pair of a kind the worse: columns that say the same, one cluster in all.
    """
    kind, worse = kind_of(number), number // len(KINDS) % 2 == 1
    rng = np.random.default_rng([20261126, number])
    clusters = int(rng.integers(2, 5) if kind == "small" else rng.integers(6, 15))
    sizes = rng.integers(1, 4 if kind == "small" else 9, clusters)
    cluster = np.repeat(np.arange(clusters), sizes)
    n = len(cluster)
    group, covariate, event = (cluster % 2).astype(float), np.round(rng.random(n) * 4, 3), rng.random(n).round(3)
    if kind == "collinear":
        event = 2 * covariate - 1 if worse else np.round(covariate + 0.01 * rng.normal(size=n), 5)
    elif kind == "tied":
        covariate, event = np.round(covariate / 2), (event > 0.5).astype(float)
    elif kind == "single cluster":
        cluster = np.zeros(n, dtype=int) if worse else np.arange(n)
    elif kind == "empty cell":
        event = group * (event > 0.5)  # nobody outside the group has it
    return np.column_stack([np.ones(n), group, covariate, event]), cluster, rng


def outcomes(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome with shifts by cluster, design and cluster."""
    design, cluster, rng = design_and_cluster(number)
    shift = rng.random(int(cluster.max()) + 1)
    y = design @ [1.0, 0.5, 0.3, 0.2] + shift[cluster] + rng.normal(0, 0.5, len(cluster))
    return np.round(y, 0 if kind_of(number) == "tied" else 4), design, cluster


def counts(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Counts, design, exposure in years and cluster; in every second set with an empty cell it has no event."""
    design, cluster, rng = design_and_cluster(number)
    exposure = np.round(0.3 + rng.random(len(cluster)), 4)
    need = rng.gamma(1.0, 1.0, len(cluster))
    seen = rng.poisson(exposure * need * np.exp(design @ [0.3, 0.4, 0.2, 0.1])).astype(float)
    if kind_of(number) == "empty cell" and number // len(KINDS) % 2:
        seen[design[:, 3] == 1] = 0
    return seen, design, exposure, cluster


def full_rank(design: np.ndarray) -> bool:
    """Whether the columns can be told apart, and rows are left to judge by."""
    return len(design) > design.shape[1] and bool(np.linalg.matrix_rank(design) == design.shape[1])


def main() -> None:
    """Print every set that has an answer."""
    print("set,y,group,covariate,event,cluster")
    for number in range(SETS):
        y, design, cluster = outcomes(number)
        if full_rank(design) and len(np.unique(cluster)) > 1:
            for value, row, name in zip(y, design, cluster, strict=True):
                print(",".join([str(number), *(repr(float(cell)) for cell in (value, *row[1:])), str(name)]))


if __name__ == "__main__":
    main()
