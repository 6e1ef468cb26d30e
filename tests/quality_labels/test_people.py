"""Who may read, who keeps away, what a centre settles, and sheets that are corrected, not changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation

from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from quality_labels import actions, cbor, queries, signer
from quality_labels.models import (
    Accreditation,
    AccreditationEnd,
    CentrePolicy,
    Evaluation,
    InterestDeclaration,
    Label,
    LogEntry,
)
from quality_labels.refusals import ConflictOfInterest, NeedsAnother, NotAccredited, NotReady
from quality_labels.states import Craft, Interest, Layout, Leaf
from shops.states import Role
from tests import factories
from tests.factories import NOW, TODAY
from tests.people import sign_in
from tests.quality_labels.centre import (
    Centre,
    accepted,
    accredited,
    affixed,
    evaluated,
    make_carpet,
    make_house_keys,
    posted,
    printed,
    sheet,
    signed,
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared."""
    with translation.override("en"):
        yield


YEAR = TODAY + timedelta(days=365)


def _newcomer(centre: Centre, role: Role = Role.INSPECTOR) -> Any:
    person = factories.make_user()
    factories.make_membership(person, centre.body, role)
    return person


def _accredit(centre: Centre, person: Any, **changes: Any) -> Accreditation:
    wanted: dict[str, Any] = {
        "person": person,
        "centre": centre.body,
        "craft": Craft.CARPET,
        "until_on": YEAR,
        "evidence": "Course of 2026",
        "by": centre.decider,
        "now": NOW,
    }
    return actions.accredit(**wanted | changes)


def test_only_who_is_accredited_for_the_craft_reads(centre: Centre) -> None:
    new = _newcomer(centre)
    application = accepted(centre)
    with pytest.raises(NotAccredited, match="carpets"):
        actions.evaluate(application=application, inspector=new, sheet=sheet(), now=NOW)
    _accredit(centre, new, craft=Craft.PALM)
    with pytest.raises(NotAccredited):
        actions.evaluate(application=application, inspector=new, sheet=sheet(), now=NOW)
    _accredit(centre, new)
    assert actions.evaluate(application=application, inspector=new, sheet=sheet(), now=NOW)


def test_accreditation_holds_on_its_last_day_and_not_after_nor_once_taken_back(centre: Centre) -> None:
    new = _newcomer(centre)
    row = _accredit(centre, new, until_on=TODAY + timedelta(days=3))

    def may(days: int) -> bool:
        at = NOW + timedelta(days=days)
        return queries.is_accredited(new, centre.body, Craft.CARPET, at=at, on=at.date())

    assert [may(days) for days in (-1, 0, 3, 4)] == [False, True, True, False]
    actions.end_accreditation(
        accreditation=row, by=centre.decider, why="Moved away", now=NOW + timedelta(days=1)
    )
    assert [may(days) for days in (0, 1, 2)] == [True, False, False]
    with pytest.raises(AlreadyThere):
        actions.end_accreditation(accreditation=row, by=centre.decider, why="Again", now=NOW)
    with pytest.raises(Refusal):
        actions.end_accreditation(accreditation=_accredit(centre, new), by=centre.decider, why=" ", now=NOW)


def test_log_tells_of_both_without_a_name(centre: Centre) -> None:
    before = LogEntry.objects.filter(kind=Leaf.ACCREDITATION).count()
    row = _accredit(centre, _newcomer(centre))
    actions.end_accreditation(accreditation=row, by=centre.decider, why="Moved away", now=NOW)
    told = LogEntry.objects.filter(kind=Leaf.ACCREDITATION).order_by("pk")[before:]
    assert len(told) == 2
    assert bytes(told[0].data) != bytes(told[1].data)
    for leaf in told:
        said: Any = cbor.decode(bytes(leaf.data))
        assert (said[0], len(said[1])) == (Leaf.ACCREDITATION, 32), "a hash, and no name"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"until_on": TODAY - timedelta(days=1)}, "three years"),
        ({"until_on": TODAY + timedelta(days=3 * 366 + 1)}, "three years"),
        ({"evidence": "  "}, "rests on"),
    ],
    ids=["past", "too far", "no evidence"],
)
def test_accreditation_that_says_too_little_is_refused(
    centre: Centre, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        _accredit(centre, _newcomer(centre), **changes)


def test_nobody_accredits_themself_even_by_bare_rows(centre: Centre) -> None:
    with pytest.raises(NeedsAnother):
        _accredit(centre, centre.decider)
    with pytest.raises(Refusal):
        _accredit(centre, factories.make_user())
    with pytest.raises(DatabaseError), transaction.atomic():
        Accreditation.objects.create(
            person=centre.decider,
            centre=centre.body,
            craft=Craft.PALM,
            from_on=TODAY,
            until_on=YEAR,
            evidence="Myself",
            given_by=centre.decider,
            given_at=NOW,
        )


def test_who_declared_a_part_neither_reads_nor_decides_nor_gets_a_signature(centre: Centre) -> None:
    carpet = make_carpet()
    application = accepted(centre, carpet)
    actions.declare_interest(person=centre.inspector, shop=carpet.shop, kind=Interest.KIN, now=NOW)
    with pytest.raises(ConflictOfInterest):
        actions.evaluate(application=application, inspector=centre.inspector, sheet=sheet(), now=NOW)
    actions.evaluate(application=application, inspector=centre.inspector2, sheet=sheet(), now=NOW)
    application.refresh_from_db()
    actions.declare_interest(person=centre.decider, shop=carpet.shop, kind=Interest.ADVISER, now=NOW)
    with pytest.raises(ConflictOfInterest):
        actions.grant(application=application, decider=centre.decider, grade=50, now=NOW)


def test_signer_minds_a_part_declared_between_decision_and_signature(centre: Centre) -> None:
    application = evaluated(centre)
    actions.declare_interest(
        person=centre.decider, shop=application.shop, kind=Interest.OWNER, now=NOW - timedelta(days=1)
    )
    from quality_labels.models import Decision

    decision = Decision.objects.create(
        application=application, decider=centre.decider, grade=50, decided_at=NOW
    )
    with pytest.raises(ConflictOfInterest):
        signer.sign(decision=decision, now=NOW)


def test_declared_part_counts_two_years_and_not_in_another_shop(centre: Centre) -> None:
    shop, other = factories.make_shop(), factories.make_shop()
    row = actions.declare_interest(person=centre.decider, shop=shop, kind=Interest.KIN, now=NOW)
    assert row.until_on == TODAY + timedelta(days=730)
    application = accepted(centre, make_carpet(shop=shop))
    assert centre.decider.pk in queries.stakeholder_ids(application, on=row.until_on - timedelta(days=1))
    assert centre.decider.pk not in queries.stakeholder_ids(application, on=row.until_on)
    assert centre.decider.pk not in queries.stakeholder_ids(
        accepted(centre, make_carpet(shop=other)), on=TODAY
    )


def test_what_was_said_of_people_stays_even_by_bare_rows(centre: Centre) -> None:
    row = _accredit(centre, _newcomer(centre))
    actions.end_accreditation(accreditation=row, by=centre.decider, why="Moved", now=NOW)
    actions.declare_interest(person=centre.decider, shop=factories.make_shop(), kind=Interest.KIN, now=NOW)
    _settle(centre)
    for model, columns in (
        (Accreditation, {"until_on": YEAR + timedelta(days=9)}),
        (AccreditationEnd, {"why": "x"}),
        (InterestDeclaration, {"until_on": TODAY}),
        (CentrePolicy, {"printer_apart": False}),
    ):
        rows: Any = model._default_manager  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**columns)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.all()._raw_delete("default")


# --- What the centre settles --------------------------------------------------------------------------------------


def _settle(centre: Centre, **apart: bool) -> CentrePolicy:
    switches = {"printer_apart": False, "fixer_apart": False, "readers_alternate": False} | apart
    return actions.settle_policy(centre=centre.body, by=centre.decider, now=NOW, **switches)


def test_decider_does_not_print_where_the_centre_keeps_that_apart(
    centre: Centre, tmp_path: Path, settings: Any
) -> None:
    make_house_keys(settings=settings, folder=tmp_path)
    settings.MEDIA_ROOT = tmp_path / "media"
    signed(centre)
    signer.publish(now=NOW)
    label = Label.objects.get()
    _settle(centre, printer_apart=True)

    with pytest.raises(NeedsAnother):
        actions.print_labels(
            centre=centre.body, labels=[label], layout=Layout.SHEET, by=centre.decider, now=NOW
        )
    assert actions.print_labels(
        centre=centre.body, labels=[label], layout=Layout.SHEET, by=centre.inspector, now=NOW
    )


def test_printer_does_not_fix_where_the_centre_keeps_that_apart(centre: Centre) -> None:
    from quality_labels.models import PrintedLabel, PrintRun

    label = printed(signed(centre))
    run = PrintRun.objects.create(
        centre=centre.body, layout=Layout.TAG, printed_by=centre.inspector, printed_at=NOW, sha256="0" * 64
    )
    PrintedLabel.objects.create(run=run, label=label, position=1)
    _settle(centre, fixer_apart=True)
    with pytest.raises(NeedsAnother):
        actions.affix(label=label, by=centre.inspector, now=NOW, said=label.serial)
    assert actions.affix(label=label, by=centre.decider, now=NOW, said=label.serial)


def test_nobody_reads_an_artisan_twice_in_a_row_where_readers_alternate(centre: Centre) -> None:
    shop = factories.make_shop()
    maker = factories.make_artisan(shop)
    first, second, third = (accepted(centre, make_carpet(shop=shop, maker=maker)) for _nth in range(3))
    _settle(centre, readers_alternate=True)
    actions.evaluate(application=first, inspector=centre.inspector, sheet=sheet(), now=NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(ConflictOfInterest, match="last piece"):
        actions.evaluate(application=second, inspector=centre.inspector, sheet=sheet(), now=later)
    actions.evaluate(application=second, inspector=centre.inspector2, sheet=sheet(), now=later)
    actions.evaluate(
        application=third, inspector=centre.inspector, sheet=sheet(), now=later + timedelta(hours=1)
    )


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_public_page_says_what_is_joined_and_what_is_apart(
    centre: Centre, client: Client, language: str
) -> None:
    """I17: what is reduced is public."""
    address = f"/{language}/stamps/centres/{centre.body.slug}/"
    joined = {"ar": "يجوز لمن قرر", "fr": "peut en imprimer", "en": "may print its label"}[language]
    assert joined in client.get(address).content.decode()
    _settle(centre, printer_apart=True)
    assert joined not in client.get(address).content.decode()
    assert client.get(f"/{language}/stamps/centres/nobodys/").status_code == 404


# --- Corrections (I4) ---------------------------------------------------------------------------------------------


def _correct(centre: Centre, old: Evaluation, **changes: Any) -> Evaluation:
    wanted: dict[str, Any] = {
        "application": old.application,
        "inspector": old.inspector,
        "sheet": sheet(minor_defects_count=[5]),
        "now": NOW + timedelta(minutes=5),
        "corrects": old,
        "why": "A defect was overlooked",
    }
    return actions.evaluate(**wanted | changes)


def test_correction_is_a_new_sheet_that_counts_and_the_old_one_stays(centre: Centre) -> None:
    application = evaluated(centre)
    (old,) = queries.evaluations_of(application)

    new = _correct(centre, old)

    assert queries.evaluations_of(application) == [new]
    assert Evaluation.objects.count() == 2
    assert new.sha256 != old.sha256
    assert actions.decidable(application, decider=centre.decider, at=NOW) == new.proposed
    newer = _correct(centre, new, sheet=sheet())
    assert queries.evaluations_of(application) == [newer]
    decision = actions.grant(
        application=application, decider=centre.decider, grade=newer.proposed or 0, now=NOW
    )
    assert signer.sign(decision=decision, now=NOW).grade == newer.proposed


def test_only_the_own_newest_sheet_is_corrected_with_a_reason_and_before_the_decision(
    centre: Centre,
) -> None:
    application = evaluated(centre)
    (old,) = queries.evaluations_of(application)
    with pytest.raises(NotReady):
        _correct(centre, old, inspector=centre.inspector2)
    with pytest.raises(Refusal, match="what was wrong"):
        _correct(centre, old, why=" ")
    _correct(centre, old)
    with pytest.raises(NotReady):
        _correct(centre, old)
    actions.grant(application=application, decider=centre.decider, grade=10, now=NOW, why="Doubt")
    with pytest.raises(NotReady):
        _correct(centre, Evaluation.objects.latest("pk"))


def test_nobody_corrects_anothers_sheet_even_by_a_bare_row(centre: Centre) -> None:
    application = evaluated(centre)
    old = Evaluation.objects.get()
    with pytest.raises(DatabaseError, match="who wrote it"), transaction.atomic():
        Evaluation.objects.create(
            application=application,
            inspector=centre.inspector2,
            scheme_version=old.scheme_version,
            taken_at=NOW,
            asymmetry_pct=0,
            sha256="0" * 64,
            corrects=old,
            why="Not mine",
        )


def test_reader_corrects_by_the_form_and_the_decider_reads_why(centre: Centre) -> None:
    application = evaluated(centre)
    reader = sign_in(Client(), centre.inspector, second_factor=True)
    address = f"/en/stamping/{application.pk}/evaluation/"
    assert address in reader.get("/en/stamping/").content.decode()
    text = reader.get(address).content.decode()
    assert "you correct your sheet" in text
    assert 'value="850"' in text

    entered = posted()
    wrong = reader.post(address, entered | {"why": ""})
    assert wrong.status_code == 422
    assert "what was wrong" in wrong.content.decode()
    assert reader.post(address, entered | {"why": "Counted too few"}).status_code == 302

    decider = sign_in(Client(), centre.decider, second_factor=True)
    assert "Counted too few" in decider.get(f"/en/stamping/{application.pk}/decision/").content.decode()


# --- Agreement (I14) ----------------------------------------------------------------------------------------------


def test_agreement_counts_second_readings_and_appeals(centre: Centre) -> None:
    owner = factories.make_user()
    borderline = accepted(centre)
    actions.evaluate(
        application=borderline,
        inspector=centre.inspector,
        sheet=sheet(knots_per_m2=[800] * 5),
        now=NOW,
    )
    assert Evaluation.objects.get().is_doubtful
    second = actions.evaluate(
        application=borderline, inspector=centre.inspector2, sheet=sheet(minor_defects_count=[9]), now=NOW
    )
    refused = evaluated(
        centre, make_carpet(shop=factories.make_shop(owner=owner)), length_mm=[2400, 2600, 2400]
    )
    actions.refuse(application=refused, decider=centre.decider, reasons=["asymmetry"], now=NOW)
    refused.refresh_from_db()
    _newcomer(centre, Role.DECIDER)
    appeal = actions.lodge_appeal(application=refused, by=owner, why="Measured wet", now=NOW)
    again = actions.begin_appeal(appeal=appeal, by=centre.inspector2, now=NOW)
    on_appeal = actions.evaluate(application=again, inspector=centre.inspector2, sheet=sheet(), now=NOW)
    affixed(centre)  # read once: nothing to compare

    (row,) = queries.agreements(centre.body)

    first = borderline.evaluations.order_by("pk")[0]
    assert row.person == centre.inspector
    assert row.steps == [
        ((first.proposed or 0) - (second.proposed or 0)) // 10,
        -(on_appeal.proposed or 0) // 10,
    ]
    assert (row.looks, row.higher, row.lower) == (
        2,
        sum(s > 0 for s in row.steps),
        sum(s < 0 for s in row.steps),
    )
    page = sign_in(Client(), centre.decider, second_factor=True).get("/en/stamping/agreement/")
    assert f"{row.mean:+.1f}" in page.content.decode()


# --- The desk -----------------------------------------------------------------------------------------------------


def test_people_are_accredited_declare_and_settle_by_plain_forms(centre: Centre) -> None:
    new, shop = _newcomer(centre), factories.make_shop(name="Dar Cousin")
    decider = sign_in(Client(), centre.decider, second_factor=True)
    page = "/en/stamping/people/"
    wrong = decider.post(f"{page}accredit/", {"person": new.pk, "craft": "palm", "until_on": "2000-01-01"})
    assert wrong.status_code == 422
    given = {"person": new.pk, "craft": "palm", "until_on": YEAR.isoformat(), "evidence": "Ten years"}
    assert decider.post(f"{page}accredit/", given).status_code == 302
    assert "Ten years" in decider.get(page).content.decode()
    row = Accreditation.objects.get(person=new)
    assert decider.post(f"{page}{row.pk}/end/", {"why": ""}).status_code == 422
    assert decider.post(f"{page}{row.pk}/end/", {"why": "Left"}).status_code == 302
    assert "Ten years" not in decider.get(page).content.decode()
    assert decider.post(f"{page}settle/", {"fixer_apart": "on"}).status_code == 302
    assert queries.policy_of(centre.body).fixer_apart

    reader = sign_in(Client(), centre.inspector, second_factor=True)
    assert reader.post(f"{page}accredit/", given).status_code in (403, 404)
    assert reader.post(f"{page}settle/", {}).status_code in (403, 404)
    assert reader.post(f"{page}declare/", {"shop": shop.pk, "kind": "kin"}).status_code == 302
    assert "Dar Cousin" in reader.get(page).content.decode()
    assert reader.post(f"{page}declare/", {"shop": "", "kind": "kin"}).status_code == 422


def test_another_centres_accreditation_does_not_exist_here(
    centre: Centre, settings: Any, tmp_path: Any
) -> None:
    from tests.quality_labels.centre import make_stamping_centre

    other = make_stamping_centre(key_dir=tmp_path / "others", settings=settings)
    theirs = Accreditation.objects.filter(centre=other.body).first()
    assert theirs is not None
    client = sign_in(Client(), centre.decider, second_factor=True)
    assert client.post(f"/en/stamping/people/{theirs.pk}/end/", {"why": "x"}).status_code == 404


def test_accredited_guest_reads(centre: Centre) -> None:
    guest = _newcomer(centre)
    accredited(centre, guest)
    assert actions.evaluate(application=accepted(centre), inspector=guest, sheet=sheet(), now=NOW)
