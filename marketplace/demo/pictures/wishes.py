"""What a title says is seen: the words of a piece's motif steer the dice of its drawing."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


def says(traits: Mapping[str, object], *words: str) -> bool:
    """Return whether the English words of the motif (trait `motif`) contain one of these."""
    motif = traits.get("motif")
    return isinstance(motif, str) and any(word in motif.lower() for word in words)


def pick(
    rng: random.Random,
    options: Sequence[Choice],
    traits: Mapping[str, object],
    wishes: Mapping[str, Choice],
) -> Choice:
    """Draw one of `options`, unless the motif names a wish; the dice fall either way, so all else stays as it was."""
    drawn = rng.choice(options)
    for word, wish in wishes.items():
        if says(traits, word):
            return wish
    return drawn
