"""Two hundred small clustered data sets, the same on every machine (uniform numbers of one seed).

Printed as a table, so that R can read them: python tests/reference/clustered_data.py | Rscript ...
"""

import numpy as np

SETS = 200


def clustered_data(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, design (intercept, treatment of whole clusters, covariate, event) and cluster of one data set."""
    draw = np.random.default_rng(number)
    clusters = 3 + number % 18
    sizes = [1 + int(draw.random() * (2 + number % 9)) for _ in range(clusters)]
    cluster = np.repeat(np.arange(clusters), sizes)
    shift = np.array([draw.random() * 3 for _ in range(clusters)])
    n = len(cluster)
    treated = (cluster % 3 == 0).astype(float)
    covariate = np.array([round(draw.random() * 10, 3) for _ in range(n)])
    single = (cluster == 1).astype(float) if number % 5 == 0 else np.array([draw.random() for _ in range(n)])
    y = np.round(shift[cluster] + 0.3 * covariate + np.array([draw.random() for _ in range(n)]), 4)
    return y, np.column_stack([np.ones(n), treated, covariate, single]), cluster


def usable(number: int) -> bool:
    """Whether the data set tells its four coefficients apart."""
    y, design, _ = clustered_data(number)
    return len(y) > design.shape[1] and np.linalg.matrix_rank(design) == design.shape[1]


def main() -> None:
    """Print every usable data set."""
    print("set,y,treated,covariate,single,cluster")
    for number in (one for one in range(SETS) if usable(one)):
        for value, row, group in zip(*clustered_data(number), strict=True):
            print(",".join([str(number), *(repr(float(cell)) for cell in (value, *row[1:])), str(group)]))


if __name__ == "__main__":
    main()
