"""Database rules that no model can say: append-only tables and cross-table bans, as triggers on both databases.

Migrations install them by name; a fixture takes all off and puts them back around tests that flush. A guard is a
name, a table, and for each vendor the statements that make and drop it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """One rule of the database: `make` and `drop` per vendor ("sqlite", "postgresql"), each a list of statements."""

    name: str
    table: str
    make: dict[str, list[str]]
    drop: dict[str, list[str]]


def append_only(table: str) -> Guard:
    """Return the guard that lets rows of `table` be added, and never changed or deleted."""
    name = f"append_only_{table}"
    text = f"{table} is append-only"
    return Guard(
        name=name,
        table=table,
        make={
            "sqlite": [
                f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{text}'); END",
                f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{text}'); END",
            ],
            "postgresql": [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()",
                f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            ],
        },
        drop={
            "sqlite": [f"DROP TRIGGER IF EXISTS {name}_update", f"DROP TRIGGER IF EXISTS {name}_delete"],
            "postgresql": [
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"DROP TRIGGER IF EXISTS {name}_truncate ON {table}",
                f"DROP FUNCTION IF EXISTS {name}()",
            ],
        },
    )


def before(name: str, table: str, event: str, *, unless: str, text: str, of: str = "") -> Guard:
    """Return the guard that refuses `event` ("INSERT" or "UPDATE") on `table` when `unless` holds of NEW.

    `unless` is one SQL condition that both vendors understand and that speaks of NEW; `of` limits an UPDATE
    to columns.
    """
    columns = f" OF {of}" if of else ""
    return Guard(
        name=name,
        table=table,
        make={
            "sqlite": [
                f"CREATE TRIGGER {name} BEFORE {event}{columns} ON {table} WHEN {unless} "
                f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            ],
            "postgresql": [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {unless} THEN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN NEW; END $$",
                f"CREATE TRIGGER {name} BEFORE {event}{columns} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ],
        },
        drop={
            "sqlite": [f"DROP TRIGGER IF EXISTS {name}"],
            "postgresql": [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"],
        },
    )


_OVERLAP = (
    "EXISTS (SELECT 1 FROM shops_unittenancy held WHERE held.unit_id = NEW.unit_id AND held.id <> COALESCE(NEW.id, -1)"
    " AND held.from_on < COALESCE(NEW.until_on, '9999-12-31') AND NEW.from_on < COALESCE(held.until_on, '9999-12-31'))"
)

_APPEAL_BARS = (
    "EXISTS (SELECT 1 FROM quality_labels_appeal made WHERE made.second_id = NEW.application_id"
    " AND (EXISTS (SELECT 1 FROM quality_labels_evaluation seen WHERE seen.application_id = made.first_id"
    " AND seen.inspector_id = NEW.{person}) OR EXISTS (SELECT 1 FROM quality_labels_decision taken"
    " WHERE taken.application_id = made.first_id AND taken.decider_id = NEW.{person})))"
)

_SESSION_ENDED = (
    "NOT EXISTS (SELECT 1 FROM quality_labels_stampingsession held WHERE held.id = NEW.session_id"
    " AND held.state IN ('planned', 'open'))"
)

GUARDS: dict[str, Guard] = {
    guard.name: guard
    for guard in (
        append_only("shops_shopchange"),
        append_only("shops_cardrenewalchange"),
        append_only("shops_consentchange"),
        append_only("shops_assistedact"),
        append_only("shops_recoverychange"),
        before(
            "assisted_act_needs_consent",
            "shops_assistedact",
            "INSERT",
            unless="EXISTS (SELECT 1 FROM shops_assistanceconsent given WHERE given.id = NEW.consent_id"
            " AND given.ended_at IS NOT NULL)",
            text="nobody acts on a consent that was taken back",
        ),
        append_only("shops_shopapplicationchange"),
        append_only("shops_requirementcheck"),
        append_only("shops_payoutdestination"),
        append_only("shops_destinationverdict"),
        append_only("catalogue_productchange"),
        append_only("workspace_piecedraftchange"),
        append_only("catalogue_listingrevisionchange"),
        append_only("catalogue_listingreportchange"),
        append_only("catalogue_textwritten"),
        append_only("order_shoporderchange"),
        append_only("order_dateproposalchange"),
        append_only("payment_paymentattemptchange"),
        append_only("settlement_transfer"),
        before(
            "rate_confirmed_once",
            "settlement_exchangerate",
            "UPDATE",
            unless="OLD.confirmed_by_id IS NOT NULL OR NEW.currency <> OLD.currency OR NEW.rate_on <> OLD.rate_on"
            " OR NEW.dinars_per_unit <> OLD.dinars_per_unit OR NEW.source <> OLD.source",
            text="a rate never changes, and is confirmed once",
        ),
        before(
            "rate_never_deleted",
            "settlement_exchangerate",
            "DELETE",
            unless="1 = 1",
            text="a rate is never deleted",
        ),
        append_only("quality_labels_schemeversion"),
        append_only("quality_labels_evaluation"),
        append_only("quality_labels_reading"),
        append_only("quality_labels_evaluationphoto"),
        append_only("quality_labels_decision"),
        append_only("quality_labels_applicationchange"),
        append_only("quality_labels_labelchange"),
        append_only("quality_labels_checkpoint"),
        append_only("quality_labels_logtile"),
        append_only("quality_labels_printrun"),
        append_only("quality_labels_printedlabel"),
        append_only("quality_labels_affixing"),
        append_only("quality_labels_cosignature"),
        append_only("quality_labels_keydirectory"),
        append_only("quality_labels_statuslistversion"),
        before(
            "log_entry_placed_once",
            "quality_labels_logentry",
            "UPDATE",
            unless="OLD.position IS NOT NULL OR NEW.data <> OLD.data OR NEW.leaf_hash <> OLD.leaf_hash"
            " OR NEW.kind <> OLD.kind",
            text="a leaf of the log never changes",
        ),
        before(
            "log_entry_never_deleted",
            "quality_labels_logentry",
            "DELETE",
            unless="1 = 1",
            text="a leaf of the log is never deleted",
        ),
        before(
            "unit_held_once_insert",
            "shops_unittenancy",
            "INSERT",
            unless=_OVERLAP,
            text="a unit is held by one at a time",
        ),
        before(
            "unit_held_once_update",
            "shops_unittenancy",
            "UPDATE",
            unless=_OVERLAP,
            text="a unit is held by one at a time",
        ),
        before(
            "decider_took_no_reading",
            "quality_labels_decision",
            "INSERT",
            unless="EXISTS (SELECT 1 FROM quality_labels_evaluation seen WHERE seen.application_id = NEW.application_id"
            " AND seen.inspector_id = NEW.decider_id)",
            text="who took a reading does not decide",
        ),
        before(
            "decider_reads_no_more",
            "quality_labels_evaluation",
            "INSERT",
            unless="EXISTS (SELECT 1 FROM quality_labels_decision made WHERE made.application_id = NEW.application_id)",
            text="a decided piece takes no more readings",
        ),
        append_only("quality_labels_appealchange"),
        before(
            "appeal_read_by_others",
            "quality_labels_evaluation",
            "INSERT",
            unless=_APPEAL_BARS.format(person="inspector_id"),
            text="who took part the first time does not read on appeal",
        ),
        before(
            "appeal_decided_by_others",
            "quality_labels_decision",
            "INSERT",
            unless=_APPEAL_BARS.format(person="decider_id"),
            text="who took part the first time does not decide on appeal",
        ),
        append_only("quality_labels_sessionchange"),
        before(
            "session_fixed",
            "quality_labels_stampingsession",
            "UPDATE",
            unless="NEW.centre_id <> OLD.centre_id OR NEW.held_on <> OLD.held_on OR NEW.place_id <> OLD.place_id"
            " OR NEW.venue <> OLD.venue OR COALESCE(CAST(NEW.begins AS text), '') <>"
            " COALESCE(CAST(OLD.begins AS text), '') OR (OLD.state IN ('closed', 'cancelled')"
            " AND NEW.state <> OLD.state)",
            text="day and place of a session never change, nor what has ended",
        ),
        before(
            "session_ends_with_its_pieces",
            "quality_labels_stampingsession",
            "UPDATE",
            of="state",
            unless="NEW.state IN ('closed', 'cancelled') AND EXISTS (SELECT 1 FROM quality_labels_sessionpiece told"
            " WHERE told.session_id = NEW.id AND told.ending = '')",
            text="a session that ends lets its pieces go",
        ),
        before(
            "session_never_deleted",
            "quality_labels_stampingsession",
            "DELETE",
            unless="1 = 1",
            text="a session is never deleted",
        ),
        before(
            "session_seat_taken_in_time",
            "quality_labels_sessionseat",
            "INSERT",
            unless=_SESSION_ENDED,
            text="the team of a session that has ended never changes",
        ),
        before(
            "session_seat_left_once",
            "quality_labels_sessionseat",
            "UPDATE",
            unless="OLD.left_at IS NOT NULL OR NEW.session_id <> OLD.session_id OR NEW.person_id <> OLD.person_id"
            " OR NEW.role <> OLD.role OR NEW.seated_at <> OLD.seated_at OR " + _SESSION_ENDED,
            text="a seat is left once, before the session has ended",
        ),
        before(
            "session_seat_never_deleted",
            "quality_labels_sessionseat",
            "DELETE",
            unless="1 = 1",
            text="a seat is never deleted",
        ),
        before(
            "session_piece_announced_in_time",
            "quality_labels_sessionpiece",
            "INSERT",
            unless="NOT EXISTS (SELECT 1 FROM quality_labels_stampingsession held JOIN quality_labels_application asked"
            " ON asked.centre_id = held.centre_id WHERE held.id = NEW.session_id AND asked.id = NEW.application_id"
            " AND held.state IN ('planned', 'open'))",
            text="a piece is announced to a session of its own centre that has not ended",
        ),
        before(
            "session_piece_ended_once",
            "quality_labels_sessionpiece",
            "UPDATE",
            unless="OLD.ending <> '' OR NEW.session_id <> OLD.session_id OR NEW.application_id <> OLD.application_id"
            " OR NEW.announced_at <> OLD.announced_at",
            text="an announcement ends once and never changes",
        ),
        before(
            "session_piece_never_deleted",
            "quality_labels_sessionpiece",
            "DELETE",
            unless="1 = 1",
            text="an announcement is never deleted",
        ),
        append_only("quality_labels_minutes"),
        append_only("quality_labels_minutessignature"),
        before(
            "minutes_of_a_closed_session",
            "quality_labels_minutes",
            "INSERT",
            unless="NOT EXISTS (SELECT 1 FROM quality_labels_stampingsession held WHERE held.id = NEW.session_id"
            " AND held.state = 'closed') OR (SELECT COUNT(*) FROM quality_labels_sessionseat sat"
            " WHERE sat.session_id = NEW.session_id AND sat.left_at IS NULL) < 2",
            text="minutes are of a closed session with a team of two",
        ),
        before(
            "minutes_signed_by_the_team",
            "quality_labels_minutessignature",
            "INSERT",
            unless="NOT EXISTS (SELECT 1 FROM quality_labels_minutes made JOIN quality_labels_sessionseat sat"
            " ON sat.session_id = made.session_id WHERE made.id = NEW.minutes_id AND made.sha256 = NEW.sha256"
            " AND sat.person_id = NEW.person_id AND sat.left_at IS NULL)",
            text="the team alone signs the minutes, as they are",
        ),
        before(
            "label_bytes_fixed",
            "quality_labels_label",
            "UPDATE",
            unless="NEW.cose <> OLD.cose OR NEW.serial <> OLD.serial OR NEW.public_id <> OLD.public_id"
            " OR NEW.status_idx <> OLD.status_idx OR NEW.grade <> OLD.grade OR NEW.product_id <> OLD.product_id"
            " OR NEW.decision_id <> OLD.decision_id OR (OLD.log_entry_id IS NOT NULL"
            " AND (NEW.log_entry_id IS NULL OR NEW.log_entry_id <> OLD.log_entry_id))",
            text="a signed label never changes",
        ),
        before(
            "label_change_takes_two",
            "quality_labels_labelchange",
            "INSERT",
            unless="(NEW.to_state = 'withdrawn' OR (NEW.from_state = 'suspended' AND NEW.to_state = 'active'))"
            " AND NOT EXISTS (SELECT 1 FROM quality_labels_labelproposal wish WHERE wish.label_id = NEW.row_id"
            " AND wish.to_state = NEW.to_state AND wish.proposed_by_id <> NEW.by_id"
            " AND wish.confirmed_by_id = NEW.by_id)",
            text="withdrawing and lifting a suspension take two",
        ),
        before(
            "label_proposal_fixed",
            "quality_labels_labelproposal",
            "UPDATE",
            unless="OLD.confirmed_by_id IS NOT NULL OR NEW.label_id <> OLD.label_id"
            " OR NEW.to_state <> OLD.to_state OR NEW.proposed_by_id <> OLD.proposed_by_id"
            " OR NEW.reason <> OLD.reason",
            text="a proposal is confirmed once and never changed",
        ),
        before(
            "label_proposal_never_deleted",
            "quality_labels_labelproposal",
            "DELETE",
            unless="1 = 1",
            text="a proposal is never deleted",
        ),
        before(
            "signing_key_fixed",
            "quality_labels_signingkey",
            "UPDATE",
            unless="NEW.kid <> OLD.kid OR NEW.public_key <> OLD.public_key OR NEW.purpose <> OLD.purpose"
            " OR NEW.use_from_at <> OLD.use_from_at OR NEW.use_until_at > OLD.use_until_at"
            " OR (OLD.state = 'compromised' AND NEW.state <> 'compromised')"
            " OR (OLD.state = 'retired' AND NEW.state = 'active')",
            text="a key only ever ends",
        ),
        before(
            "signing_key_never_deleted",
            "quality_labels_signingkey",
            "DELETE",
            unless="1 = 1",
            text="a key is never deleted",
        ),
        append_only("quality_labels_centrepolicy"),
        append_only("quality_labels_accreditation"),
        append_only("quality_labels_accreditationend"),
        append_only("quality_labels_interestdeclaration"),
        before(
            "correction_is_ones_own",
            "quality_labels_evaluation",
            "INSERT",
            unless="NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM quality_labels_evaluation was"
            " WHERE was.id = NEW.corrects_id AND was.application_id = NEW.application_id"
            " AND was.inspector_id = NEW.inspector_id)",
            text="a sheet is corrected by who wrote it",
        ),
        before(
            "scheme_draft_ends_once",
            "quality_labels_schemedraft",
            "UPDATE",
            unless="OLD.ended_at IS NOT NULL OR NEW.scheme_id <> OLD.scheme_id OR NEW.based_on_id <> OLD.based_on_id",
            text="a draft is adopted or dropped once",
        ),
        append_only("quality_labels_photohash"),
        before(
            "alike_told_once",
            "quality_labels_alikepiece",
            "UPDATE",
            unless="OLD.told_at IS NOT NULL OR NEW.application_id <> OLD.application_id"
            " OR NEW.other_id <> OLD.other_id OR NEW.distance <> OLD.distance",
            text="two pieces are told apart once",
        ),
        before(
            "alike_never_deleted",
            "quality_labels_alikepiece",
            "DELETE",
            unless="1 = 1",
            text="a likeness that was found is never deleted",
        ),
        before(
            "alike_compared_first",
            "quality_labels_application",
            "UPDATE",
            of="state",
            unless="NEW.state = 'accepted' AND EXISTS (SELECT 1 FROM quality_labels_alikepiece found"
            " WHERE found.application_id = NEW.id AND found.told_at IS NULL)",
            text="pieces that look alike are compared first",
        ),
        append_only("quality_labels_complaintchange"),
        before(
            "complaint_answered_by_others",
            "quality_labels_complaintchange",
            "INSERT",
            unless="NEW.from_state = 'open' AND EXISTS (SELECT 1 FROM quality_labels_complaint told"
            " JOIN quality_labels_label held ON held.id = told.label_id"
            " JOIN quality_labels_decision made ON made.id = held.decision_id WHERE told.id = NEW.row_id"
            " AND (NEW.by_id IS NULL OR made.decider_id = NEW.by_id OR EXISTS (SELECT 1 FROM quality_labels_evaluation"
            " seen WHERE seen.application_id = made.application_id AND seen.inspector_id = NEW.by_id)))",
            text="who took part in a stamp does not answer a complaint about it",
        ),
        before(
            "complaint_said_once",
            "quality_labels_complaint",
            "UPDATE",
            unless="NEW.label_id <> OLD.label_id OR NEW.kind <> OLD.kind OR NEW.text <> OLD.text"
            " OR NEW.place <> OLD.place OR NEW.photo <> OLD.photo OR (OLD.state <> 'open'"
            " AND NEW.state <> OLD.state)",
            text="what was said in a complaint never changes",
        ),
        before(
            "complaint_never_deleted",
            "quality_labels_complaint",
            "DELETE",
            unless="1 = 1",
            text="a complaint is never deleted",
        ),
        before(
            "foreign_stamp_ends_once",
            "quality_labels_foreignstamp",
            "UPDATE",
            unless="OLD.ended_at IS NOT NULL OR NEW.product_id <> OLD.product_id OR NEW.centre <> OLD.centre"
            " OR NEW.card_number <> OLD.card_number OR NEW.photo <> OLD.photo OR NEW.sha256 <> OLD.sha256",
            text="a record of another stamp never changes, and ends once",
        ),
        before(
            "foreign_stamp_never_deleted",
            "quality_labels_foreignstamp",
            "DELETE",
            unless="1 = 1",
            text="a record of another stamp is never deleted",
        ),
        before(
            "stamped_elsewhere_is_recorded",
            "catalogue_product",
            "UPDATE",
            of="stamped_elsewhere",
            unless="(NEW.stamped_elsewhere IS NULL AND EXISTS (SELECT 1 FROM quality_labels_foreignstamp held"
            " WHERE held.product_id = NEW.id AND held.ended_at IS NULL)) OR (NEW.stamped_elsewhere IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM quality_labels_foreignstamp held WHERE held.product_id = NEW.id"
            " AND held.ended_at IS NULL AND held.centre = NEW.stamped_elsewhere))",
            text="the stamp of another centre on a piece is that of its record",
        ),
        append_only("quality_labels_replacement"),
        before(
            "replaced_once_it_has_ended",
            "quality_labels_replacement",
            "INSERT",
            unless="NOT EXISTS (SELECT 1 FROM quality_labels_label had WHERE had.id = NEW.label_id"
            " AND had.state IN ('voided', 'superseded'))",
            text="a label is replaced when it holds no more",
        ),
        before(
            "label_once_unless_replaced",
            "quality_labels_label",
            "INSERT",
            unless="EXISTS (SELECT 1 FROM quality_labels_label had WHERE had.decision_id = NEW.decision_id AND NOT"
            " EXISTS (SELECT 1 FROM quality_labels_replacement gone WHERE gone.label_id = had.id))",
            text="a decision has one label until that is replaced",
        ),
        before(
            "stamp_begins_with_a_label",
            "catalogue_product",
            "INSERT",
            unless="NEW.stamp_public_id <> '' OR NEW.stamp_suspended_at IS NOT NULL",
            text="a piece begins without a stamp",
        ),
        before(
            "stamp_is_its_labels",
            "catalogue_product",
            "UPDATE",
            of="stamp_grade, stamp_public_id, stamped_at",
            unless="(NEW.stamp_public_id = '' AND EXISTS (SELECT 1 FROM quality_labels_label held"
            " WHERE held.product_id = NEW.id AND held.state = 'active')) OR (NEW.stamp_public_id <> ''"
            " AND NOT EXISTS (SELECT 1 FROM quality_labels_label held WHERE held.product_id = NEW.id"
            " AND held.state = 'active' AND held.public_id = NEW.stamp_public_id AND held.grade = NEW.stamp_grade"
            " AND held.signed_at = NEW.stamped_at))",
            text="the stamp on a piece is that of its label",
        ),
        before(
            "stamp_doubt_is_its_labels",
            "catalogue_product",
            "UPDATE",
            of="stamp_suspended_at",
            unless="(NEW.stamp_suspended_at IS NULL AND EXISTS (SELECT 1 FROM quality_labels_label held"
            " WHERE held.product_id = NEW.id AND held.state = 'suspended')) OR (NEW.stamp_suspended_at IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM quality_labels_label held WHERE held.product_id = NEW.id"
            " AND held.state IN ('suspended', 'withdrawn')))",
            text="the doubt about a piece is that of its label",
        ),
        before(
            "labelled_maker_fixed",
            "catalogue_product",
            "UPDATE",
            of="maker_id, kind_id",
            unless="(NEW.maker_id <> OLD.maker_id OR NEW.kind_id <> OLD.kind_id) AND EXISTS (SELECT 1 FROM"
            " quality_labels_label held WHERE held.product_id = NEW.id"
            " AND held.state IN ('signed', 'printed', 'active', 'suspended'))",
            text="maker and kind of a labelled piece never change",
        ),
        before(
            "label_never_deleted",
            "quality_labels_label",
            "DELETE",
            unless="1 = 1",
            text="a signed label is never deleted",
        ),
    )
}


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install(*names: str) -> Callable[..., None]:
    """Return a migration step (for RunPython) that puts the named guards on."""

    def step(apps: object, schema_editor: object) -> None:
        connection = schema_editor.connection  # type: ignore[attr-defined]
        for name in names:
            _run(connection, GUARDS[name].make[connection.vendor])

    return step


def remove(*names: str) -> Callable[..., None]:
    """Return the reverse of `install`."""

    def step(apps: object, schema_editor: object) -> None:
        connection = schema_editor.connection  # type: ignore[attr-defined]
        for name in names:
            _run(connection, GUARDS[name].drop[connection.vendor])

    return step


def _standing(connection: BaseDatabaseWrapper) -> list[Guard]:
    tables = set(connection.introspection.table_names())
    return [guard for guard in GUARDS.values() if guard.table in tables]


def remove_all(connection: BaseDatabaseWrapper) -> None:
    """Take every guard off, for a test that flushes its tables."""
    for guard in _standing(connection):
        _run(connection, guard.drop[connection.vendor])


def install_all(connection: BaseDatabaseWrapper) -> None:
    """Put every guard on again; safe when some still stand."""
    for guard in _standing(connection):
        _run(connection, guard.drop[connection.vendor])
        _run(connection, guard.make[connection.vendor])
