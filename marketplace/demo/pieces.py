"""About three hundred pieces, made from the makers' work by a generator that gives the same result every time.

Every number comes from `random.Random` seeded with a text of ours, so two machines show the same market. Nothing
here imports Django or reads a clock. `DAMGHA_DEMO_PIECES=130` makes a smaller market, the same on every machine too.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from marketplace.demo.kinds import CLAY_COLOURS, KINDS_BY_CODE, Form, KindSeed, Motif, Span
from marketplace.demo.makers import MAKERS, MakerSeed
from marketplace.demo.region import LANGUAGES, PLACES_BY_SLUG, Language, Text
from marketplace.demo.words import LIVING, MAKING, OPENINGS

YEARS = (2024, 2025, 2025, 2026, 2026, 2026)
FORGOTTEN = ("mass_g", "made_year", "height_mm", "technique", "care")
# Every so many pieces one text is left untranslated, so that the visible fallback has something to show.
UNTRANSLATED_EVERY = 29
UNTRANSLATED: tuple[Language, ...] = ("en", "fr", "en", "ar")
SOLD_OUT_EVERY = 67
FACT_FORGOTTEN = 0.07
# How many of a family's pieces ask for the stamp. Only families with a grading scheme do; a stamp is bound to one
# physical piece, so a pot that asks is listed as the only one.
ASKS_STAMP = {
    "carpet.knotted": 0.97,
    "carpet.flat": 0.93,
    "pottery": 0.7,
    "jewellery.silver": 0.3,
    "palm": 0.2,
}
STAYS_AT_HOME = ("fatna-bekraoui",)  # her card has no photo yet, so the centre cannot take her pieces


@dataclass(frozen=True, slots=True)
class PieceSeed:
    """One listed piece with everything the catalogue stores of it; a fact that is None was not given."""

    code: str
    maker: str
    shop: str
    kind: str
    craft: str
    place: str
    title: Text
    motif: str
    description: Text
    materials: tuple[str, ...]
    colours: tuple[str, ...]
    technique: str
    care: tuple[str, ...]
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    mass_g: int | None
    made_year: int | None
    price_da: int
    stock: int
    lead_days: int
    views: tuple[str, ...]
    hs6: str
    asks_stamp: bool

    @property
    def traits(self) -> dict[str, object]:
        """Return what a drawing of this piece goes by: its English words, measures, colours, stone and smoke."""
        stones = [material for material in self.materials if material in ("agate", "carnelian")]
        return {
            "length_mm": self.length_mm,
            "width_mm": self.width_mm,
            "height_mm": self.height_mm,
            "colours": list(self.colours),
            "motif": self.motif,
            "materials": list(self.materials),
            "place": self.place,
            "smoke": self.place == "tamentit" and self.craft == "pottery",
            "stone": stones[0] if stones else None,
        }


def _within(chance: random.Random, span: Span, step: int) -> int:
    """Draw a whole multiple of `step` from a span."""
    low, high = span
    return chance.randrange(low // step, high // step + 1) * step


def _round_price(dinars: int) -> int:
    """Round to what people say aloud: fifties below 2,000 DA, hundreds below 20,000, then five hundreds."""
    step = 50 if dinars < 2_000 else 100 if dinars < 20_000 else 500
    return max(step, (dinars + step // 2) // step * step)


def _title(form: Form, motif: Motif, place_slug: str) -> Text:
    """Say what it is, whence, and what sets it apart, in three languages."""
    place = PLACES_BY_SLUG[place_slug]
    noun = form.nouns_by_place.get(place_slug, form.noun)
    return Text(
        f"{noun.ar} {place.of.ar} {motif.words.ar}",
        f"{noun.fr} {place.of.fr}, {motif.words.fr}",
        f"{noun.en} {place.of.en}, {motif.words.en}",
    )


def _description(kind: KindSeed, turn: int) -> Text:
    """Join an opening, a word on the making and one on living with it; `turn` walks through the combinations."""
    openings, making, living = OPENINGS[kind.code], MAKING[kind.family], LIVING[kind.family]
    # The three lists are walked at different speeds, so that neighbours share as little as possible.
    parts = (
        openings[turn % len(openings)],
        making[(turn * 2 + turn // len(making)) % len(making)],
        living[(turn + turn // len(openings)) % len(living)],
    )
    return Text(**{language: " ".join(part[language] for part in parts) for language in LANGUAGES})


def _designs(kind: KindSeed, place: str) -> Iterator[tuple[Form, Motif]]:
    """Walk the forms and motifs of a kind at one place, none twice before all were used."""
    chance = random.Random(f"designs:{kind.code}:{place}")
    motifs = [motif for motif in kind.motifs if not motif.places or place in motif.places]
    designs = list(product(kind.forms, motifs))
    chance.shuffle(designs)
    while True:
        yield from designs


def _technique(kind: KindSeed, maker: MakerSeed) -> str:
    """Return how this maker makes this kind: black pottery is smoke-fired, one potter throws on a wheel."""
    if kind.craft == "pottery":
        return {"tamentit": "smoke_fired", "adrar": "thrown"}.get(maker.place, kind.technique)
    return kind.technique


def _forget(chance: random.Random, facts: dict[str, object]) -> None:
    """Leave out one fact of a few pieces: real makers forget, and a page must stay whole without it."""
    if chance.random() < FACT_FORGOTTEN:
        name = chance.choice(FORGOTTEN)
        facts[name] = () if name == "care" else "" if name == "technique" else None


def _asks_stamp(chance: random.Random, kind: KindSeed, maker: MakerSeed) -> bool:
    """Decide whether this piece goes to the stamping centre."""
    share = next((share for family, share in ASKS_STAMP.items() if kind.code.startswith(family)), 0.0)
    return chance.random() < share and maker.slug not in STAYS_AT_HOME


def _piece(number: int, maker: MakerSeed, kind: KindSeed, form: Form, motif: Motif, turn: int) -> PieceSeed:
    """Make one piece of one maker."""
    chance = random.Random(f"piece:{number}:{maker.slug}:{kind.code}")
    step = 10 if form.length[1] > 500 else 5 if form.length[1] > 120 else 1
    length = _within(chance, form.length, step)
    width = _within(chance, form.width, step) if form.width else length
    height = _within(chance, form.height, 1) if form.height else None
    mass = _within(chance, form.mass, 1)
    price = _within(chance, form.price, 50)
    if kind.by_area:
        square_mm = length * width
        mass = mass * square_mm // 1_000_000
        price = price * square_mm // 1_000_000
    mass_step = 1 if mass < 100 else 10 if mass < 2_000 else 50
    colours = motif.colours
    if kind.craft == "pottery":
        colours = (CLAY_COLOURS[maker.place], *motif.colours)
    materials = (*(form.materials or kind.materials), *motif.materials)
    if kind.code == "stone.carved" and motif.materials:
        materials = motif.materials
    title = _title(form, motif, maker.place)
    description = _description(kind, turn)
    if number % UNTRANSLATED_EVERY == 0 and not kind.code.startswith("carpet."):
        missing = UNTRANSLATED[number // UNTRANSLATED_EVERY % len(UNTRANSLATED)]
        title, description = title.without(missing), description.without(missing)
    facts: dict[str, object] = {
        "technique": _technique(kind, maker),
        "care": kind.care,
        "height_mm": height,
        "mass_g": mass // mass_step * mass_step,
        "made_year": chance.choice(YEARS),
    }
    _forget(chance, facts)
    asks_stamp = _asks_stamp(chance, kind, maker)
    stock = 1 if asks_stamp else chance.randint(*kind.stock)
    if number % SOLD_OUT_EVERY == 0:
        stock = 0
    return PieceSeed(
        code=f"D{number:04d}",
        maker=maker.slug,
        shop=maker.shop,
        kind=kind.code,
        craft=kind.craft,
        place=maker.place,
        title=title,
        motif=f"{form.noun.en}, {motif.words.en}",
        description=description,
        materials=materials,
        colours=tuple(dict.fromkeys(colours)),
        length_mm=length,
        width_mm=width,
        price_da=_round_price(price),
        stock=stock,
        lead_days=chance.choice((1, 2, 2, 3)),
        views=kind.views,
        hs6=kind.hs6,
        asks_stamp=asks_stamp,
        **facts,  # type: ignore[arg-type]  # the five facts that may be left out, typed by the table above
    )


@cache
def pieces() -> tuple[PieceSeed, ...]:
    """Make the pieces of all makers, in a fixed order; the same on every machine."""
    made = _all_pieces()
    wanted = os.environ.get("DAMGHA_DEMO_PIECES")
    return thinned(made, int(wanted)) if wanted else made


def thinned(made: Sequence[PieceSeed], count: int) -> tuple[PieceSeed, ...]:
    """Keep `count` pieces: the first of each maker's each kind, then the second, so that every shop keeps something."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    turn: dict[str, int] = {}
    for piece in made:
        turn[piece.code] = seen[piece.maker, piece.kind]
        seen[piece.maker, piece.kind] += 1
    kept = {piece.code for piece in sorted(made, key=lambda piece: turn[piece.code])[:count]}
    return tuple(piece for piece in made if piece.code in kept)


def _all_pieces() -> tuple[PieceSeed, ...]:
    designs: dict[tuple[str, str], Iterator[tuple[Form, Motif]]] = {}
    turns: dict[str, int] = defaultdict(int)
    made: list[PieceSeed] = []
    number = 0
    for maker in MAKERS:
        for code, count in maker.work:
            kind = KINDS_BY_CODE[code]
            walk = designs.setdefault((code, maker.place), _designs(kind, maker.place))
            for _nth in range(count):
                number += 1
                form, motif = next(walk)
                made.append(_piece(number, maker, kind, form, motif, turns[code]))
                turns[code] += 1
    return tuple(made)
