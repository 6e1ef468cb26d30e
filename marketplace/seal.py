"""The seal: the water measurer's plate of Touat, a pierced copper disc, drawn as SVG.

Six holes in an arc, as many filled as the grade; the grade's word large in the middle; the centre's name round
the rim, Arabic above and French below; and an outer ring of 24 places, pierced or not by the label's hash, so that
no two seals are alike and tag and screen can be compared by eye. One unit of the drawing is 0.1 mm on a 14 mm tag:
every hole is 0.6 mm or more, wide enough for a 203 dpi printer. One colour, the text's own (`currentColor`).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import cos, radians, sin

RING_PLACES = 24
ARC_HOLES = 6
ARC_STEP = 30  # degrees between two holes of the arc
TOP = -90  # degrees; SVG angles run clockwise from the right


def filled(grade: int) -> int:
    """Return how many of the six holes a grade code (10 to 60) fills.

    :raises ValueError: the code is not one of the six.
    """
    holes, rest = divmod(grade, 10)
    if rest or not 1 <= holes <= ARC_HOLES:
        raise ValueError(f"{grade!r} is not a grade code")
    return holes


def ring(digest: bytes) -> list[bool]:
    """Return which of the 24 places of the outer ring are pierced: the first 24 bits of the label's hash.

    :raises ValueError: the digest is shorter than 24 bits.
    """
    if len(digest) * 8 < RING_PLACES:
        raise ValueError("a ring needs 24 bits")
    return [bool(digest[place // 8] >> (7 - place % 8) & 1) for place in range(RING_PLACES)]


def _at(radius: float, degrees: float) -> tuple[str, str]:
    x, y = radius * cos(radians(degrees)), radius * sin(radians(degrees))
    return f"{x:.1f}", f"{y:.1f}"


def _plate(digest: bytes | None) -> str:
    """Return the band of the plate as one even-odd path, its pierced places left open, a notch at the top."""
    path = ["M0-70A70 70 0 1 1-.1-70ZM0-55.5A55.5 55.5 0 1 0 .1-55.5Z"]
    for place, pierced in enumerate(ring(digest) if digest else [False] * RING_PLACES):
        if pierced:
            x, y = _at(62.7, TOP + (place + 0.5) * 360 / RING_PLACES)
            path.append(f"M{x} {y}m-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0Z")
    path.append("M-2-71L0-66L2-71Z")
    return f'<path fill-rule="evenodd" d="{"".join(path)}"/>'


def _arc(grade: int, radius: float, hole: float) -> Iterator[str]:
    """Yield the six holes, the first at the left, filled ones solid and the others as rings."""
    full = filled(grade)
    for index in range(ARC_HOLES):
        x, y = _at(radius, TOP + (index - (ARC_HOLES - 1) / 2) * ARC_STEP)
        if index < full:
            yield f'<circle cx="{x}" cy="{y}" r="{hole}"/>'
        else:
            inner = hole - 0.8
            yield (
                f'<circle cx="{x}" cy="{y}" r="{inner:.1f}" fill="none" stroke="currentColor" stroke-width="1.6"/>'
            )


def svg(
    *,
    grade: int,
    word: str,
    title: str,
    language: str,
    digest: bytes | None = None,
    rim_ar: str = "",
    rim_fr: str = "",
    key: str = "s",
) -> str:
    """Return the seal as an `<svg class="seal">`, to be coloured by the `color` of its place.

    `word` is the grade in `language`; `title` is what a screen reader says of the whole. Without `digest` the
    outer ring is unpierced: the seal of a grade, not of a label. Rim names are left out on small seals. `key`
    parts the ids of two seals on one page.
    """
    parts = [
        f'<svg class="seal" viewBox="-72 -72 144 144" role="img" aria-label="{escape(title)}" '
        'direction="ltr" fill="currentColor">',
        _plate(digest),
        '<circle r="52" fill="none" stroke="currentColor" stroke-width="1"/>',
    ]
    with_rim = bool(rim_ar or rim_fr)
    if with_rim:
        parts.append(
            f'<defs><path id="{key}-a" d="M-41.5 0A41.5 41.5 0 0 1 41.5 0"/>'
            f'<path id="{key}-f" d="M-48.5 0A48.5 48.5 0 0 0 48.5 0"/></defs>'
            f'<text class="seal-rim" lang="ar" direction="rtl" text-anchor="middle" font-size="9.5">'
            f'<textPath href="#{key}-a" startOffset="50%">{escape(rim_ar)}</textPath></text>'
            f'<text class="seal-rim" lang="fr" text-anchor="middle" font-size="7.6" letter-spacing=".4">'
            f'<textPath href="#{key}-f" startOffset="50%">{escape(rim_fr)}</textPath></text>'
        )
    parts.extend(_arc(grade, 30 if with_rim else 38, 4.2 if with_rim else 5.4))
    parts.append(f"{_word(word, language, 62 if with_rim else 84, 15 if with_rim else 20)}</svg>")
    return "".join(parts)


def _word(word: str, language: str, room: float, base: float) -> str:
    """Return the grade's word, as large as `room` lets it be; one of several words stands in lines of its own."""
    lines = [word] if len(word) <= 12 else word.split()
    longest = max(len(line) for line in lines)
    size = min(room * 0.34, room / longest * (2.1 if language == "ar" else 1.8), room * 0.45 / len(lines))
    direction = ' direction="rtl"' if language == "ar" else ""
    start = base - (len(lines) - 1) * size * 0.5
    return "".join(
        f'<text class="seal-word" lang="{language}"{direction} y="{start + index * size * 1.1:.1f}" '
        f'text-anchor="middle" font-size="{size:.1f}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )


def symbol(grade: int) -> str:
    """Return the small seal of a grade as a `<symbol>` of the sprite: the disc and its holes."""
    full, holes = filled(grade), []
    for index in range(ARC_HOLES):
        x, y = _at(8.4, TOP + (index - (ARC_HOLES - 1) / 2) * 52)
        if index < full:
            holes.append(f'<circle cx="{x}" cy="{y}" r="2.5"/>')
        else:
            holes.append(
                f'<circle cx="{x}" cy="{y}" r="1.9" fill="none" stroke="currentColor" stroke-width="1.1"/>'
            )
    return (
        f'<symbol id="seal-{grade}" viewBox="-16 -16 32 32"><g fill="currentColor">'
        '<circle r="14.6" fill="none" stroke="currentColor" stroke-width="2.2"/>'
        f"{''.join(holes)}</g></symbol>"
    )
