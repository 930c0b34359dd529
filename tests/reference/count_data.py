"""Two hundred generated sets of counts, for R: python tests/reference/count_data.py | Rscript ..."""

import numpy as np

SETS = 200


def count_data(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Counts, design (intercept, group, covariate), exposure in years and cluster of one set."""
    draw = np.random.default_rng(1000 + number)
    n = 40 + 3 * (number % 20)
    group, covariate = (np.arange(n) % 2).astype(float), np.round(draw.random(n), 4)
    exposure, cluster = np.round(0.2 + draw.random(n), 4), np.arange(n) // 4
    need = draw.gamma(1.5, 1 / 1.5, n) * draw.gamma(4.0, 0.25, n // 4 + 1)[cluster]
    counts = draw.poisson(2 * exposure * need * np.exp(0.4 * group + 0.5 * covariate)).astype(float)
    return counts, np.column_stack([np.ones(n), group, covariate]), exposure, cluster


def main() -> None:
    """Print every set."""
    print("set,count,group,covariate,exposure,cluster")
    for number in range(SETS):
        counts, design, exposure, cluster = count_data(number)
        for row in zip(counts, design[:, 1], design[:, 2], exposure, cluster, strict=True):
            print(",".join([str(number), *(repr(float(cell)) for cell in row)]))


if __name__ == "__main__":
    main()
