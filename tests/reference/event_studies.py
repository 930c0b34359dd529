"""Two hundred small event studies, the same on every machine (numbers of one seed each)."""

import numpy as np

SETS = 200
POINTS = 33
LEAST_FAVOURABLE = 2.8  # given to both sides, since each draws its own


def event_study(number: int) -> dict:
    """Estimates, covariance and questions: every tenth is collinear, every ninth tied, some have two periods."""
    draw = np.random.default_rng(20_000 + number)
    before, after = 1 + number % 5, 1 + (number // 5) % 4
    size = before + after
    loads = draw.normal(0, 1, (size, 2 if number % 10 == 7 else size + 2))  # two factors alone: collinear
    covariance = loads @ loads.T / loads.shape[1]
    if number % 10 == 7:
        covariance += 1e-4 * np.eye(size)
    estimates = draw.multivariate_normal(np.zeros(size), covariance, method="cholesky") + np.where(
        np.arange(size) < before, 0, 1.5
    )
    if number % 9 == 4:
        estimates[:before] = np.round(estimates[:before])  # steps of the same size, or none
    weights = np.eye(after)[0] if number % 2 or after == 1 else np.full(after, 1 / after)
    spread = float(np.sqrt(weights @ covariance[before:, before:] @ weights))
    centre = float(weights @ estimates[before:])
    return {
        "before": before,
        "estimates": estimates,
        "covariance": covariance,
        "weights": weights,
        "most": (0.25, 0.5, 1.0, 2.0)[number % 4],
        "bend": (0.0, 0.1, 0.5, 2.0)[(number // 2) % 4] * spread,
        "effects": centre + spread * np.linspace(-8, 8, POINTS),
    }
