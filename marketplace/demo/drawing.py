"""The demonstration's photos: drawn by processes of their own, kept the way an upload is kept.

A first start draws one view of each piece at two widths, straight to WebP. `python -m marketplace.demo.drawing` draws
them ahead into the folder DAMGHA_DRAWINGS, while the database is migrated. Everything further is ordinary work for the
worker, after the first page is up: see `marketplace.demo.tasks`.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageDraw

from marketplace.demo.pictures import KINDS as PICTURED
from marketplace.demo.pictures import render, views_of, write_webp
from marketplace.demo.pieces import PieceSeed, pieces

FIRST_VIEW = "whole"
FIRST_WIDTHS = (720, 360)  # the larger first: the smaller is a whole fraction of it
ORIGINAL_WIDTH = 1080
CHUNK = 4
SOURCES = sorted((Path(__file__).parent / "pictures").glob("*.py"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files of one drawing: `files` are (width, height, WebP bytes), the largest first."""

    code: str
    view: str
    files: tuple[tuple[int, int, bytes], ...]

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the largest file, as an upload has one of its original."""
        return hashlib.sha256(self.files[0][2]).hexdigest()


def photo_key(code: str, view: str) -> str:
    """Return the name of a drawing's folder: the same on every machine, so that a second run writes it again."""
    return f"demo-{code.lower()}-{view}"


def picture_of(piece: PieceSeed, view: str, width: int) -> Image.Image:
    """Draw one view of a piece, `width` pixels wide."""
    return render(piece.kind, int(piece.code[1:]), view, width, traits=piece.traits)


def view_counts() -> dict[str, int]:
    """Return how many views each kind is shown in."""
    return {kind: len(views_of(kind)) for kind in PICTURED}


def views_to_draw(code: str) -> tuple[str, ...]:
    """Return the views a piece is shown in, the main one first."""
    return views_of(_by_code()[code].kind)


def draw_first(code: str) -> Drawn:
    """Return the first view of one piece at the two widths of a first start, drawn ahead or now."""
    piece = _by_code()[code]
    if ahead := _drawn_ahead(piece):
        return ahead
    image = picture_of(piece, FIRST_VIEW, FIRST_WIDTHS[0])
    files = []
    for width in FIRST_WIDTHS:
        image = image if width == image.width else image.reduce(image.width // width)
        out = io.BytesIO()
        write_webp(image, out)
        files.append((image.width, image.height, out.getvalue()))
    return Drawn(code=code, view=FIRST_VIEW, files=tuple(files))


def draw_all(codes: Iterable[str]) -> Iterator[Drawn]:
    """Draw the first views of these pieces on every processor there is."""
    wanted = []
    # From the end: the process that draws ahead began at the beginning, so they meet once.
    for code in sorted(codes, reverse=True):
        if ahead := _drawn_ahead(_by_code()[code]):
            yield ahead
        else:
            wanted.append(code)
    workers = min(os.cpu_count() or 1, 4)
    if workers == 1 or len(wanted) <= CHUNK:
        yield from map(draw_first, wanted)
        return
    # Spawned, not forked: a forked child would share this process's database connection.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(draw_first, wanted, chunksize=CHUNK)


def draw_ahead(folder: Path) -> None:
    """Draw the first views of all pieces into `folder`, for a seed that comes later or is at it already."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, piece in sorted(_by_code().items()):
        drawn = draw_first(code)
        for path, (_width, _height, content) in zip(_paths(folder, piece), drawn.files, strict=True):
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(content)
            unfinished.replace(path)


def _drawn_ahead(piece: PieceSeed) -> Drawn | None:
    """Return what was drawn of this very piece ahead, if it was."""
    folder = os.environ.get("DAMGHA_DRAWINGS")
    if not folder:
        return None
    files = []
    for path in _paths(Path(folder), piece):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        with Image.open(io.BytesIO(content)) as image:
            files.append((image.width, image.height, content))
    return Drawn(code=piece.code, view=FIRST_VIEW, files=tuple(files))


def _paths(folder: Path, piece: PieceSeed) -> list[Path]:
    """Return where the files of a drawing lie: named by all that they are drawn from, so that none is ever stale."""
    drawn_from = f"{_source()} {piece.kind} {piece.code} {FIRST_VIEW} {sorted(piece.traits.items())}"
    name = hashlib.sha256(drawn_from.encode()).hexdigest()[:32]
    return [folder / f"{name}.{width}.webp" for width in FIRST_WIDTHS]


@cache
def _source() -> str:
    """Return the fingerprint of the code that draws."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in [Path(__file__), *SOURCES])).hexdigest()


def draw_original(code: str, view: str) -> bytes:
    """Draw one view at full size as a JPEG, as a camera would hand it in."""
    out = io.BytesIO()
    picture_of(_by_code()[code], view, ORIGINAL_WIDTH).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def card_picture() -> bytes:
    """Draw the picture that stands for every artisan card: two bars and a comb, plainly no document."""
    image = Image.new("RGB", (720, 450), "#f3f1ec")
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((20, 20, 700, 430), radius=24, outline="#1d2a5c", width=6)
    pen.rectangle((60, 70, 240, 300), fill="#c9c3b4")
    for row, length in enumerate((380, 300, 340)):
        pen.rectangle((280, 90 + row * 60, 280 + length, 114 + row * 60), fill="#c9c3b4")
    for tooth in range(24):
        pen.rectangle((60 + tooth * 25, 350, 74 + tooth * 25, 392), fill="#8a2e1c")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _by_code() -> dict[str, PieceSeed]:
    return {piece.code: piece for piece in pieces()}


if __name__ == "__main__":
    draw_ahead(Path(os.environ["DAMGHA_DRAWINGS"]))
