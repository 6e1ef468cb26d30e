"""A centre changes the numbers it grades by: one edits, another adopts, and everybody can read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation

from marketplace.machine import AlreadyThere
from marketplace.refusal import Refusal
from quality_labels import actions, drafting, queries, rules, schemes
from quality_labels.models import LogEntry, SchemeDraft, SchemeVersion
from quality_labels.refusals import NeedsAnother, NotReady
from quality_labels.states import Leaf
from shops.states import Role
from tests import factories
from tests.factories import NOW
from tests.people import sign_in
from tests.quality_labels.centre import Centre, accepted, sheet

KEY = "grade-60-knots_per_m2-at_least"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def version(centre: Centre) -> SchemeVersion:
    return SchemeVersion.objects.get(scheme__code="carpet.knotted")


@pytest.fixture
def colleague(centre: Centre) -> Any:
    """Another decider of the centre."""
    person = factories.make_user()
    factories.make_membership(person, centre.body, Role.DECIDER)
    return person


def value(document: Any, key: str = KEY) -> str:
    return next(one.text for one in drafting.values(document) if one.key == key)


def edited(
    centre: Centre, version: SchemeVersion, given: dict[str, str] | None = None, **more: Any
) -> SchemeDraft:
    draft = actions.begin_draft(version=version, by=centre.decider, now=NOW)
    said: dict[str, Any] = {"why": "Two years of carpets", "by": centre.decider, "now": NOW} | more
    return actions.edit_draft(draft=draft, given={KEY: "123000"} if given is None else given, **said)


@pytest.mark.parametrize("code", sorted(schemes.shipped()))
def test_document_without_changes_is_the_same_document_and_each_value_can_be_changed(code: str) -> None:
    document = schemes.shipped()[code]
    assert schemes.fingerprint(drafting.changed(document, {})) == schemes.fingerprint(document)
    found = drafting.values(document)
    assert len({one.key for one in found}) == len(found) > 10
    for one in found:
        near = one.text if one.group == "grades" else "7"  # another bound may cross that of its neighbour
        changed = drafting.changed(document, {one.key: near})
        schemes.canonical(changed)
        assert value(changed, one.key) == near


@pytest.mark.parametrize("said", ["", "many", "-1", "1e9", "0.0001", "NaN", "1000001"])
def test_what_is_no_number_changes_nothing(said: str) -> None:
    with pytest.raises(drafting.BadDraft) as bad:
        drafting.changed(schemes.shipped()["carpet.knotted"], {KEY: said})
    assert bad.value.keys == [KEY]
    assert not bad.value.order


@pytest.mark.parametrize("said", ["0", "21", "2.5"])
def test_readings_are_one_to_twenty_whole_ones(said: str) -> None:
    with pytest.raises(drafting.BadDraft):
        drafting.changed(schemes.shipped()["carpet.knotted"], {"measure-knots_per_m2-readings": said})


def test_better_grade_never_asks_less_than_a_worse_one() -> None:
    with pytest.raises(drafting.BadDraft) as bad:
        drafting.changed(schemes.shipped()["carpet.knotted"], {KEY: "1"})
    assert bad.value.order


def test_arabic_digits_are_read_and_the_changed_rule_is_the_centres_own() -> None:
    document = schemes.shipped()["carpet.knotted"]
    changed = drafting.changed(document, {"gate-asymmetry_pct-at_most": "٤٫٥"})
    gate = next(one for one in schemes.read(changed).gates if one.code == "asymmetry_pct")
    assert (str(gate.at_most), gate.official) == ("4.5", False)
    before = next(one for one in schemes.read(document).gates if one.code == "asymmetry_pct")
    assert before.official


def test_adopted_draft_grades_from_today_and_pieces_under_way_keep_their_rules(
    centre: Centre, version: SchemeVersion, colleague: Any, client: Client
) -> None:
    under_way = accepted(centre)
    draft = edited(centre, version)
    told = LogEntry.objects.filter(kind=Leaf.SCHEME).count()

    new = actions.adopt_draft(draft=draft, by=colleague, now=NOW)

    assert (new.number, new.scheme, new.adopted_by) == (100, version.scheme, colleague)
    assert LogEntry.objects.filter(kind=Leaf.SCHEME).count() == told + 1
    assert queries.scheme_version_for("carpet.knotted", on=NOW.date()) == new
    under_way.refresh_from_db()
    assert under_way.scheme_version == version
    assert accepted(centre).scheme_version == new
    finer = sheet(knots_per_m2=[1200] * 5)
    assert [rules.assess(row.read(), finer).proposed for row in (version, new)] == [60, 50]
    page = client.get("/en/stamps/rules/carpet.knotted/").content.decode()
    assert new.sha256 in page
    assert version.sha256 in page, "the earlier rules stay to be read"
    assert "123" in page


def test_who_edited_last_does_not_adopt_even_by_bare_rows(
    centre: Centre, version: SchemeVersion, colleague: Any
) -> None:
    draft = edited(centre, version)
    with pytest.raises(NeedsAnother):
        actions.adopt_draft(draft=draft, by=centre.decider, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeDraft.objects.filter(pk=draft.pk).update(
            adopted_by=centre.decider, version=version, ended_at=NOW
        )
    edited(centre, version, {}, by=colleague)
    with pytest.raises(NeedsAnother):
        actions.adopt_draft(draft=draft, by=colleague, now=NOW)


def test_draft_that_changes_nothing_or_says_no_reason_is_not_adopted(
    centre: Centre, version: SchemeVersion, colleague: Any
) -> None:
    draft = edited(centre, version, {})
    with pytest.raises(Refusal, match="Nothing is changed"):
        actions.adopt_draft(draft=draft, by=colleague, now=NOW)
    edited(centre, version, why=" ")
    with pytest.raises(Refusal, match="why"):
        actions.adopt_draft(draft=draft, by=colleague, now=NOW)
    assert SchemeVersion.objects.filter(scheme=version.scheme).count() == 1


def test_draft_of_rules_that_hold_no_more_is_not_adopted(
    centre: Centre, version: SchemeVersion, colleague: Any
) -> None:
    draft = edited(centre, version)
    actions.adopt_scheme(
        document={**version.document, "number": 77, "version": 2},
        owner=centre.body,
        by=colleague,
        now=NOW + timedelta(days=1),
    )
    with pytest.raises(NotReady, match="have changed"):
        actions.adopt_draft(draft=draft, by=colleague, now=NOW)


def test_draft_ends_once_and_there_is_one_at_a_time(
    centre: Centre, version: SchemeVersion, colleague: Any
) -> None:
    draft = edited(centre, version)
    assert actions.begin_draft(version=version, by=colleague, now=NOW) == draft
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeDraft.objects.create(
            scheme=version.scheme, based_on=version, document={}, edited_by=colleague, edited_at=NOW
        )
    actions.drop_draft(draft=draft, now=NOW)
    for act in (
        lambda: actions.drop_draft(draft=draft, now=NOW),
        lambda: actions.adopt_draft(draft=draft, by=colleague, now=NOW),
        lambda: actions.edit_draft(draft=draft, given={}, why="", by=colleague, now=NOW),
    ):
        with pytest.raises(AlreadyThere):
            act()
    with pytest.raises(DatabaseError, match="once"), transaction.atomic():
        SchemeDraft.objects.filter(pk=draft.pk).update(ended_at=None)


def test_desk_edits_and_adopts_by_plain_forms(centre: Centre, version: SchemeVersion, colleague: Any) -> None:
    editor = sign_in(Client(), centre.decider, second_factor=True)
    other = sign_in(Client(), colleague, second_factor=True)
    assert "Begin a draft" in editor.get("/en/stamping/rules/").content.decode()
    begun = editor.post(f"/en/stamping/rules/{version.pk}/begin/")
    address = begun["Location"]
    wrong = editor.post(address, {KEY: "many", "why": "Carpets"})
    assert (wrong.status_code, 'value="many"' in wrong.content.decode()) == (422, True)
    crossed = editor.post(address, {KEY: "1", "why": "Carpets"})
    assert (crossed.status_code, "ask less" in crossed.content.decode()) == (422, True)
    assert editor.post(address, {KEY: "123000", "why": "Carpets"}).status_code == 302
    page = editor.get(address).content.decode()
    assert "A colleague has to adopt it" in page
    assert "Adopt these rules" in other.get(address).content.decode()
    assert other.post(f"{address}adopt/").status_code == 302
    assert SchemeVersion.objects.filter(scheme=version.scheme).count() == 2
    assert other.get(address).status_code == 404

    reader = sign_in(Client(), centre.inspector, second_factor=True)
    assert reader.get("/en/stamping/rules/").status_code == 200
    assert reader.post(f"/en/stamping/rules/{version.pk}/begin/").status_code in (403, 404)


def test_another_centres_draft_does_not_exist_here(
    centre: Centre, version: SchemeVersion, settings: Any, tmp_path: Any
) -> None:
    from tests.quality_labels.centre import make_stamping_centre

    draft = edited(centre, version)
    other = make_stamping_centre(key_dir=tmp_path / "others", settings=settings)
    client = sign_in(Client(), other.decider, second_factor=True)
    assert client.get(f"/en/stamping/rules/drafts/{draft.pk}/").status_code == 404
    assert client.post(f"/en/stamping/rules/drafts/{draft.pk}/adopt/").status_code == 404
    assert client.post(f"/en/stamping/rules/{version.pk}/begin/").status_code == 404
