"""Chance in named streams, so that one thing drawn more, less or later leaves every other draw as it was."""

import hashlib

import numpy as np
from numpy.random import Generator, Philox


def stream(seed: int, name: str) -> Generator:
    """The generator of one named stream of a seed: the same name and seed give the same draws."""
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return Generator(Philox(key=int.from_bytes(digest[:16], "little")))


def standard_gamma(chance: Generator, shape: float, people: int) -> np.ndarray:
    """Gamma draws with mean 1 and variance 1/shape."""
    return chance.gamma(shape, 1.0 / shape, people)
