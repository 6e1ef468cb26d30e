"""The piece beside a person or a hand: true proportions, or no drawing."""

import pytest
from django.test import Client

from catalog import to_scale
from tests.factories import make_kind, make_photo, make_product


def test_carpet_hangs_by_its_length_beside_a_door() -> None:
    drawing = to_scale.draw(kind="carpet.knotted", length_mm=2400, width_mm=1500, height_mm=10)

    assert drawing is not None
    assert (drawing.shape, drawing.height, drawing.width, drawing.beside) == ("cloth", 240, 150, "door")


def test_jar_stands_by_its_height_beside_a_hand() -> None:
    drawing = to_scale.draw(kind="pottery.jar", length_mm=None, width_mm=180, height_mm=260)

    assert drawing is not None
    assert (drawing.shape, drawing.height, drawing.width, drawing.beside) == ("jar", 26, 18, "hand")


def test_round_piece_with_one_side_is_as_wide_as_long() -> None:
    drawing = to_scale.draw(kind="palm.tray", length_mm=400, width_mm=None, height_mm=None)

    assert drawing is not None
    assert drawing.width == drawing.height == 40


def test_unknown_sides_make_no_drawing() -> None:
    assert to_scale.draw(kind="carpet.flat.fatis", length_mm=None, width_mm=None, height_mm=None) is None


@pytest.mark.parametrize(("length", "width"), [(2400, 1500), (120, 80), (600, 600)])
def test_everything_drawn_lies_in_the_view(length: int, width: int) -> None:
    drawing = to_scale.draw(kind="carpet.knotted", length_mm=length, width_mm=width, height_mm=None)

    assert drawing is not None
    tallest = max(drawing.height, to_scale.DOOR_CM if drawing.beside == "door" else to_scale.HAND_CM)
    assert drawing.view_y < -tallest
    assert drawing.view_x + drawing.view_width > drawing.beside_x


@pytest.mark.django_db
def test_page_of_a_carpet_shows_its_size_drawn_and_every_view_named() -> None:
    carpet = make_product(kind=make_kind("carpet.knotted"), length_mm=2400, width_mm=1500)
    for view in ("whole", "back", "corner", "fringe"):
        make_photo(carpet, view=view)

    page = Client().get(f"/en/catalog/{carpet.slug}_{carpet.pk}/").content.decode()

    assert '<figure class="scale">' in page
    assert "Beside a person of 1.70 m" in page
    assert [
        view for view in ("back", "corner", "fringe") if f"<figcaption>{view}</figcaption>" not in page
    ] == []


@pytest.mark.django_db
def test_page_of_a_piece_without_sides_shows_no_drawing() -> None:
    piece = make_product(kind=make_kind("carpet.knotted"), length_mm=None, width_mm=None, height_mm=None)

    page = Client().get(f"/en/catalog/{piece.slug}_{piece.pk}/").content.decode()

    assert 'class="scale"' not in page
