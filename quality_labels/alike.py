"""How alike two photos are, whatever their size, format or compression: a difference hash of 256 bits.

Each bit says whether a spot of the picture, drawn 17 by 16 in grey, is brighter than the one on its left. A copy that
was made smaller or saved anew differs in a few bits; another picture in about half of them. A crop or a photo taken
anew is not recognised: that is what people are for.
Source: docs/quality-labels.md, R701.
"""

from __future__ import annotations

from typing import IO

from PIL import Image

SIDE = 16
BITS = SIDE * SIDE
ALIKE = (
    20  # bits; a copy saved anew at a quarter of its size differs in fewer than eight (tests/quality_labels)
)


def dhash(photo: IO[bytes]) -> str:
    """Return the hash of a photo as 64 hexadecimal digits.

    :raises OSError: it is no picture that can be read.
    """
    image: Image.Image = Image.open(photo)
    image.draft("L", (SIDE * 8, SIDE * 8))  # JPEG is read at an eighth of its size where that suffices
    small = image.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS)
    spots = small.tobytes()
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            at = row * (SIDE + 1) + column
            bits = bits << 1 | (spots[at + 1] > spots[at])
    return f"{bits:0{BITS // 4}x}"


def distance(one: str, other: str) -> int:
    """Return in how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
