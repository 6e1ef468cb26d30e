"""Labels on paper: printed once, read back from the file, and fixed to no other piece."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from catalog.models import Product
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.refusal import Refusal
from quality_labels import actions, carrier, printing, queries, signer
from quality_labels.models import Affixing, Label, PrintedLabel, PrintRun
from quality_labels.printing import drawing, reading
from quality_labels.refusals import NotReady, WrongLabel
from quality_labels.states import LabelState, Layout, Outcome
from tests.catalog.test_photos import picture
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, make_carpet, make_house_keys, printed, signed


@pytest.fixture
def labels(centre: Centre, tmp_path: Path, settings: Any) -> list[Label]:
    """Seven signed labels, which the log holds."""
    make_house_keys(settings=settings, folder=tmp_path)
    settings.MEDIA_ROOT = tmp_path / "media"
    made = [signed(centre, make_carpet(title=f"Carpet {number}")) for number in range(7)]
    signer.publish(now=NOW)
    return made


def _print(centre: Centre, labels: list[Label], layout: Layout = Layout.SHEET) -> PrintRun:
    return actions.print_labels(
        centre=centre.body,
        labels=list(Label.objects.filter(pk__in=[label.pk for label in labels]).order_by("pk")),
        layout=layout,
        by=centre.decider,
        now=NOW,
    )


@pytest.mark.parametrize("layout", list(Layout))
def test_every_label_is_read_and_verified_from_the_print_at_203_dpi(
    labels: list[Label], layout: Layout
) -> None:
    pdf = printing.draw(labels, layout, at=NOW)

    texts = reading.texts_in(pdf)
    assert sorted(texts) == sorted(queries.carrier_url(label) for label in labels)
    assert {queries.verify(text.rpartition("/")[2]).outcome for text in texts} == {Outcome.GENUINE}
    assert printing.unread(pdf, labels) == []
    assert pdf == printing.draw(labels, layout, at=NOW)


@pytest.mark.parametrize("layout", list(Layout))
def test_nothing_runs_off_the_paper(labels: list[Label], layout: Layout) -> None:
    """Ink near an edge would be cut: every page keeps a white border, the sheet's cutting lines aside."""
    document = pypdfium2.PdfDocument(io.BytesIO(printing.draw(labels, layout, at=NOW)))
    for page in document:
        image = page.render(scale=2, grayscale=True).to_pil()
        width, height = image.size
        edges = [
            image.crop((0, 0, width, 2)),
            image.crop((0, height - 2, width, height)),
            image.crop((0, 0, 2, height)),
            image.crop((width - 2, 0, width, height)),
        ]
        assert min(edge.getextrema()[0] for edge in edges) > 200


def test_paper_says_it_in_arabic_and_french_and_what_was_not_tested(labels: list[Label]) -> None:
    arabic, french = (drawing.side(labels[0], language) for language in ("ar", "fr"))
    assert (arabic.grade, french.grade) == ("عالية", "supérieure")
    assert any("لم يُختبر" in text for text in arabic.small)
    assert any("Non testé" in text for text in french.small)
    assert ("Longueur", "2\u00a0405\u00a0mm") in french.facts


@pytest.mark.parametrize("layout", list(Layout))
def test_every_letter_on_the_paper_is_in_its_font(
    labels: list[Label], layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    printing.draw(labels, layout, at=NOW)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("fpdf")] == []


def test_qr_that_cannot_be_read_back_releases_nothing(
    centre: Centre, labels: list[Label], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A printer's file that lost a QR: here one label's is drawn in the place of another's."""
    wrong = labels[1]
    honest = carrier.png

    def mixed_up(blob: bytes, **options: Any) -> bytes:
        return honest(bytes(wrong.cose) if blob == bytes(labels[0].cose) else blob, **options)

    monkeypatch.setattr(carrier, "png", mixed_up)
    with pytest.raises(NotReady):
        _print(centre, labels[:2])
    assert not PrintRun.objects.exists()
    assert set(Label.objects.values_list("state", flat=True)) == {LabelState.SIGNED}


def test_label_the_log_does_not_hold_is_not_printed(centre: Centre, labels: list[Label]) -> None:
    late = signed(centre, make_carpet(title="Late"))
    with pytest.raises(NotReady):
        _print(centre, [labels[0], late])
    assert late not in queries.printable(centre.body)
    signer.publish(now=NOW)
    assert late in queries.printable(centre.body)


def test_label_is_printed_once(centre: Centre, labels: list[Label]) -> None:
    """Attack 17: a printer that prints twice, or a colleague who chose the same labels."""
    _print(centre, labels[:3])
    with pytest.raises(AlreadyThere):
        _print(centre, labels[2:4])
    assert PrintRun.objects.count() == 1
    assert PrintedLabel.objects.count() == 3
    labels[3].refresh_from_db()
    assert labels[3].state == LabelState.SIGNED
    with pytest.raises(Refusal):
        _print(centre, [])


def test_run_is_open_until_every_label_is_on_its_piece_or_void(centre: Centre, labels: list[Label]) -> None:
    _print(centre, labels[:3], Layout.ROLL)
    first, second, third = Label.objects.filter(printed__isnull=False).order_by("pk")
    actions.affix(label=first, by=centre.inspector, now=NOW, said=queries.carrier_url(first))
    actions.void(label=second, by=centre.inspector, now=NOW)
    run = queries.print_runs(centre.body).get()
    assert (run.count, run.in_stock, run.void) == (3, 1, 1)
    actions.affix(label=third, by=centre.inspector, now=NOW, said=third.serial)
    assert queries.print_runs(centre.body).get().in_stock == 0


def test_label_of_another_piece_is_refused_by_name(centre: Centre, labels: list[Label]) -> None:
    """Attack 5: the label in the hand is read on the piece before it holds."""
    mine, other = printed(labels[0]), printed(labels[1])
    with pytest.raises(WrongLabel, match="Carpet 1"):
        actions.affix(label=mine, by=centre.inspector, now=NOW, said=queries.carrier_url(other))
    with pytest.raises(WrongLabel):
        actions.affix(label=mine, by=centre.inspector, now=NOW, said="https://elsewhere.example/V/123")
    mine.refresh_from_db()
    assert mine.state == LabelState.PRINTED
    assert Product.objects.get(pk=mine.product_id).stamp_grade is None
    assert not Affixing.objects.exists()


def test_label_that_was_not_printed_is_not_fixed(centre: Centre, labels: list[Label]) -> None:
    with pytest.raises(IllegalMove):
        actions.affix(label=labels[0], by=centre.inspector, now=NOW, said=labels[0].serial)
    assert not Affixing.objects.exists()


def test_seal_is_used_once_and_the_row_stays(centre: Centre, labels: list[Label]) -> None:
    one, two = printed(labels[0]), printed(labels[1])
    actions.affix(label=one, by=centre.inspector, now=NOW, said=one.serial, seal_no="A-77")
    with pytest.raises(Refusal):
        actions.affix(label=two, by=centre.inspector, now=NOW, said=two.serial, seal_no="A-77")
    with pytest.raises(AlreadyThere):
        actions.affix(label=one, by=centre.inspector, now=NOW, said=one.serial)
    with pytest.raises(DatabaseError), transaction.atomic():
        Affixing.objects.update(seal_no="B-1")


def test_clerk_prints_and_fixes_by_plain_forms(centre: Centre, labels: list[Label]) -> None:
    client = sign_in(Client(), centre.decider, second_factor=True)
    assert client.post("/en/stamping/prints/", {"layout": "sheet"}).status_code == 422
    answer = client.post(
        "/en/stamping/prints/",
        {"layout": "tag", "labels": [labels[0].public_id, labels[1].public_id], "stock_from": "1001"},
    )
    run = PrintRun.objects.get()
    assert answer["Location"] == f"/en/stamping/prints/{run.pk}/"
    file = client.get(f"/en/stamping/prints/{run.pk}/labels.pdf")
    assert file["Content-Type"] == "application/pdf"
    assert len(reading.texts_in(file.content)) == 2

    page = f"/en/stamping/labels/{labels[0].public_id}/"
    wrong = client.post(f"{page}affix/", {"said": labels[1].serial})
    assert wrong.status_code == 422
    assert "Carpet 1" in wrong.content.decode()
    corner = SimpleUploadedFile("corner.jpg", picture(), "image/jpeg")
    client.post(f"{page}affix/", {"said": labels[0].serial, "photo": corner, "seal_no": "A-1"})
    labels[0].refresh_from_db()
    assert labels[0].state == LabelState.ACTIVE
    assert labels[0].affixing.photo.startswith("affixing/")
    assert "1 · open" in client.get("/en/stamping/prints/").content.decode()
