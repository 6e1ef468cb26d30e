"""Drawing ahead: what a first start's second processor does while the first one migrates."""

from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.demo import drawing
from marketplace.demo.pieces import pieces

FIRST, SECOND = sorted(pieces(), key=lambda piece: piece.code)[:2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A market of two pieces, and where their drawings are laid down ahead."""
    monkeypatch.setattr(drawing, "_by_code", lambda: {piece.code: piece for piece in (FIRST, SECOND)})
    monkeypatch.setenv("DAMGHA_DRAWINGS", str(tmp_path))
    return tmp_path


def test_drawing_made_ahead_is_taken_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [drawing.draw_first(code) for code in (SECOND.code, FIRST.code)]

    drawing.draw_ahead(folder)
    monkeypatch.setattr(drawing, "picture_of", lambda *_asked: pytest.fail("it was drawn already"))

    assert list(drawing.draw_all([FIRST.code, SECOND.code])) == now


def test_drawing_of_a_changed_piece_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing.draw_ahead(folder)
    changed = replace(FIRST, length_mm=(FIRST.length_mm or 0) + 10)
    monkeypatch.setattr(drawing, "_by_code", lambda: {changed.code: changed})

    assert drawing._drawn_ahead(FIRST) is not None
    assert drawing._drawn_ahead(changed) is None
    assert drawing.draw_first(changed.code).code == changed.code


def test_drawing_cut_off_half_way_is_not_taken(folder: Path) -> None:
    drawing.draw_ahead(folder)
    drawing._paths(folder, FIRST)[-1].unlink()

    assert drawing._drawn_ahead(FIRST) is None
    assert drawing._drawn_ahead(SECOND) is not None
