"""The demo pictures are the same on each run, differ from each other, and come in every view and width asked for."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys

import pytest
from PIL import Image, ImageChops, ImageStat

from marketplace.demo.pictures import CRAFTS, KINDS, craft_material, render, size_of, views_of, write_webp

SIZES = {"length_mm": 1900, "width_mm": 1200, "height_mm": None}

PRINT_DIGEST = """
import hashlib, sys
from marketplace.demo.pictures import KINDS, render
digest = hashlib.sha256()
for kind in KINDS:
    digest.update(render(kind, 5, "whole", 240, traits={}).tobytes())
sys.stdout.write(digest.hexdigest())
"""


def test_picture_is_the_same_in_another_process() -> None:
    digest = hashlib.sha256()
    for kind in KINDS:
        digest.update(render(kind, 5, "whole", 240, traits={}).tobytes())

    elsewhere = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST], capture_output=True, text=True, check=True, timeout=120
    )

    assert elsewhere.stdout == digest.hexdigest()


def test_picture_of_one_place_in_a_series_does_not_hang_on_what_was_drawn_before() -> None:
    first = render("carpet.knotted", 3, "whole", 240, traits={})

    render("palm.tray", 8, "whole", 300, traits={})
    again = render("carpet.knotted", 3, "whole", 240, traits={})

    assert first.tobytes() == again.tobytes()


def test_no_two_of_three_hundred_pictures_look_alike() -> None:
    thumbnails = []
    for number in range(300):
        kind = KINDS[number % len(KINDS)]
        small = render(kind, number, "whole", 220, traits={}).resize((48, 48), Image.Resampling.BOX)
        thumbnails.append((kind, number, small))

    alike = [
        (kind, number, other)
        for index, (kind, number, small) in enumerate(thumbnails)
        for other_kind, other, other_small in thumbnails[index + 1 :]
        if kind == other_kind and _difference_of_piece(small, other_small) < 5
    ]

    assert alike == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_view_comes_at_phone_and_full_width_in_its_shape(kind: str) -> None:
    views = views_of(kind)

    pictures = {
        (view, width): render(kind, 1, view, width, traits=SIZES) for view in views for width in (360, 1080)
    }

    assert views[0] == "whole"
    for (view, width), picture in pictures.items():
        wide, high = size_of(kind, SIZES, view)
        assert picture.mode == "RGB"
        assert picture.size == (width, round(width * high / wide))
        assert max(ImageStat.Stat(picture.convert("L")).stddev) > 5, f"{view} at {width} is blank"


@pytest.mark.parametrize("kind", ["carpet.knotted", "pottery.jar", "jewellery.silver.pendant", "palm.tray"])
def test_piece_is_the_same_piece_at_every_width(kind: str) -> None:
    large, small, another = (
        render(kind, seed, "whole", width, traits={}).resize((24, 24), Image.Resampling.BOX)
        for seed, width in ((7, 1080), (7, 360), (8, 360))
    )

    assert _difference_of_piece(large, small) < 0.7 * _difference_of_piece(large, another)


def test_whole_piece_stands_on_white_and_keeps_its_edges_inside() -> None:
    cut = []

    for kind in KINDS:
        for seed in range(4):
            picture = render(kind, seed, "whole", 240, traits={}).convert("L")
            edges = (picture.crop((0, 0, 240, 2)), picture.crop((0, 0, 2, picture.height)))
            if any(ImageStat.Stat(edge).extrema[0][0] < 225 for edge in edges):
                cut.append((kind, seed))

    assert cut == []


def test_long_carpet_is_taller_than_a_square_one() -> None:
    runner = size_of("carpet.flat.hanbal", {"length_mm": 3000, "width_mm": 1200}, "whole")

    square = size_of("carpet.flat.hanbal", {"length_mm": 1500, "width_mm": 1500}, "whole")

    assert runner[1] / runner[0] > 1.5
    assert square[1] / square[0] < 1.1


def test_smoke_makes_a_pot_black_and_its_absence_leaves_clay() -> None:
    black = render("pottery.bowl", 2, "detail", 240, traits={"smoke": True})

    clay = render("pottery.bowl", 2, "detail", 240, traits={"smoke": False, "colours": ["red"]})

    assert _middle(black)[0] < 80
    assert _middle(clay)[0] > _middle(clay)[2] + 30


def test_title_that_says_lid_closes_the_basket() -> None:
    said = render("palm.basket", 4, "whole", 240, traits={"motif": "Basket of Charouine, with lid"})

    again = render("palm.basket", 4, "whole", 240, traits={"motif": "Large basket of Charouine, with lid"})
    other = render("palm.basket", 4, "whole", 240, traits={"motif": "Basket of Charouine, two fibre handles"})

    assert said.tobytes() == again.tobytes()
    assert said.tobytes() != other.tobytes()


def test_unknown_view_is_refused() -> None:
    with pytest.raises(ValueError, match="no view 'fringe'"):
        render("pottery.jar", 1, "fringe", 360, traits={})


@pytest.mark.parametrize("craft", CRAFTS)
def test_craft_has_a_picture_of_its_material(craft: str) -> None:
    picture = craft_material(craft, 360)

    assert picture.size == (360, 240)
    assert max(ImageStat.Stat(picture.convert("L")).stddev) > 15


def test_picture_on_a_phone_weighs_little() -> None:
    target = io.BytesIO()

    write_webp(render("carpet.knotted", 3, "whole", 720, traits={}).reduce(2), target)

    assert target.tell() < 60_000
    assert Image.open(target).format == "WEBP"


def _difference_of_piece(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are apart, counted where either shows a piece and not the white ground."""
    piece = ImageChops.darker(one, other).convert("L").point([255] * 235 + [0] * 21)
    return ImageStat.Stat(ImageChops.difference(one, other).convert("L"), piece).mean[0]


def _middle(picture: Image.Image) -> tuple[float, float, float]:
    width, height = picture.size
    patch = picture.crop((width * 2 // 5, height // 2, width * 3 // 5, height * 3 // 4))
    red, green, blue = ImageStat.Stat(patch).mean
    return red, green, blue
