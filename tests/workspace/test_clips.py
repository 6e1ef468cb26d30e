"""Sentences that are read aloud: the recordings there are, and those still to be made."""

import csv
import io

import pytest
from django.core.management import call_command

from marketplace import clips


@pytest.fixture
def studio(settings, tmp_path):
    """An empty house whose recordings are made here."""
    folder = tmp_path / "static" / "clips" / "ar"
    folder.mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    return folder


def to_record(language: str) -> dict[str, str]:
    out = io.StringIO()
    call_command("clips_to_record", language, stdout=out)
    return dict(csv.reader(io.StringIO(out.getvalue())))


def test_every_sentence_of_the_panel_waits_to_be_recorded_and_then_does_not(studio):
    waiting = to_record("ar")

    assert waiting[clips.name_of("فضاء الحرفي(ة)")] == "فضاء الحرفي(ة)"
    assert len(waiting) > 40
    (studio / f"{clips.name_of('فضاء الحرفي(ة)')}.webm").write_bytes(b"a recording")
    assert clips.name_of("فضاء الحرفي(ة)") not in to_record("ar")


def test_name_of_a_sentence_does_not_hang_on_its_spaces():
    assert clips.name_of(" قطعة\n جديدة ") == clips.name_of("قطعة جديدة")
    assert len(clips.name_of("قطعة جديدة")) == 16


def test_recordings_are_small():
    for language in ("ar", "fr", "en"):
        for path in clips.files(language):
            assert path.stat().st_size <= clips.MAX_BYTES, path
