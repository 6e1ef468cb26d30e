"""Two people at the desk at once: one look counts, and its canary."""

from typing import Any

import pytest

from catalog import editing
from catalog.models import ListingReport, ListingRevision, Product
from catalog.states import ListingState, ReportState
from tests.catalog.test_editing import stamped
from tests.catalog.test_reviewing import send_report, waiting
from tests.factories import NOW, make_product, make_user

pytestmark = pytest.mark.timeout(120)


def test_six_operators_approve_a_first_piece_once(process_db: Any) -> None:
    piece, by = waiting(), make_user()

    results = process_db.at_once("tests.catalog.racing_looks:approve", [(piece.pk, by.pk)] * 6)

    assert sorted(results) == ["approved"] + ["late"] * 5
    assert piece.changes.count() == 1
    assert Product.objects.get(pk=piece.pk).state == ListingState.LISTED


def test_canary_without_the_guard_it_is_approved_more_than_once(process_db: Any) -> None:
    piece, by = waiting(), make_user()

    results = process_db.at_once("tests.catalog.racing_looks:approve_unguarded", [(piece.pk, by.pk)] * 6)

    assert results.count("approved") > 1, results
    assert piece.changes.count() > 1


def test_report_is_settled_once_whatever_two_people_say(process_db: Any) -> None:
    piece, by = make_product(), make_user()
    report = send_report(piece)

    results = process_db.at_once(
        "tests.catalog.racing_looks:settle", [(report.pk, by.pk, how) for how in ("uphold", "dismiss") * 3]
    )

    assert results.count("late") == 5, results
    report.refresh_from_db()
    down = Product.objects.get(pk=piece.pk).state == ListingState.TAKEN_DOWN
    assert (report.state == ReportState.UPHELD) == down
    assert report.changes.count() == 2


def test_change_of_a_stamped_piece_is_judged_once(process_db: Any) -> None:
    piece, by = stamped(), make_user()
    editing.change_facts(product=piece, facts={"technique": "sewn"}, by=by, now=NOW)
    revision = ListingRevision.objects.get()

    results = process_db.at_once(
        "tests.catalog.racing_looks:judge", [(revision.pk, by.pk, how) for how in ("approve", "refuse") * 3]
    )

    assert results.count("late") == 5, results
    applied = Product.objects.get(pk=piece.pk).technique == "sewn"
    assert applied == ("approve" in results)


def test_network_that_reports_twelve_times_at_once_is_kept_five_times(process_db: Any) -> None:
    piece = make_product()

    results = process_db.at_once("tests.catalog.racing_looks:report", [(piece.pk,)] * 12)

    assert sorted(results) == ["bounded"] * 7 + ["kept"] * 5
    assert ListingReport.objects.count() == 5
