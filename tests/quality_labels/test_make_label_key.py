"""The command that makes a centre's key for a year."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quality_labels import queries, signer
from quality_labels.models import SigningKey
from shops.states import BodyKind
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_command_makes_a_key_for_the_whole_year_of_the_centre(tmp_path: Path, settings: Any) -> None:
    settings.LABEL_KEY_DIR = tmp_path
    centre = factories.make_body(BodyKind.STAMPING_CENTRE, slug="stamping-adrar")
    said = StringIO()

    call_command("make_label_key", "stamping-adrar", "2026", stdout=said)

    key = SigningKey.objects.get()
    assert queries.signing_key(centre, at=NOW) == key
    assert queries.signing_key(centre, at=NOW + timedelta(days=60)) is None
    assert signer.key_path(key.kid).exists()
    assert key.kid in said.getvalue()


def test_command_refuses_a_body_that_stamps_nothing(tmp_path: Path, settings: Any) -> None:
    settings.LABEL_KEY_DIR = tmp_path
    factories.make_body(BodyKind.CHAMBER, slug="chamber")

    with pytest.raises(CommandError):
        call_command("make_label_key", "chamber")

    assert not SigningKey.objects.exists()
    assert list(tmp_path.iterdir()) == []
