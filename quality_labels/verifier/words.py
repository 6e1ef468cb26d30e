"""What the offline verifier says, in each language."""
# ruff: noqa: E501  (a sentence is one line)

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from quality_labels import schemes


def words() -> dict[str, dict[str, Any]]:
    """Return the words of the page's script by language; `{…}` are filled in by the script."""
    told = {}
    for language in schemes.LANGUAGES:
        with translation.override(language):
            told[language] = _words() | {"comma": "، " if language == "ar" else ", "}
    return told


def _words() -> dict[str, Any]:
    return {
        "titles": _titles(),
        "sentences": _sentences(),
        "states": {
            "genuine": _("In force on {date}."),
            "suspended": _("Suspended, or not yet on its piece, on {date}."),
            "withdrawn": _("Withdrawn or spoilt, on {date}."),
            "ended": _("Expired or replaced, on {date}."),
            "none": _("Its state is not known here."),
        },
        "signature": _("The centre's signature holds."),
        "in_log": _("In the public log on {date}: number {place} of {count}."),
        "not_in_log": _("Not in the public log that this phone knows, of {date}."),
        "match": _("Does the thing in your hand match? Compare size, mass, colours and grade: a QR can be copied."),
        "age": _("This phone can check {count} entries of the log without network, as of {date}."),
        "old": _("The data of this phone are of {date}, more than 30 days old: what happened since, it does not know."),
        "no_data": _("The data for checking without network are missing or damaged here. Open this page online once."),
        "rolled_back": _("These data are older than what this phone has seen before. Do not trust them; open this page online."),
        "grade": _("Grade"),
        "kind": _("Kind"),
        "materials": _("Materials"),
        "colours": _("Colours"),
        "artisan": _("Artisan number"),
        "signed": _("Signed on"),
        "serial": _("Number of the label"),
        "inspected": _("What was inspected"),
        "piece": _("this piece"),
        "lot": _("the lot, by samples; not this piece"),
        "not_tested": _("Not tested"),
    }  # fmt: skip


def _titles() -> dict[str, str]:
    return {
        "genuine": _("Valid stamp"),
        "suspended": _("Suspended, or not yet on a piece"),
        "withdrawn": _("Withdrawn"),
        "ended": _("No longer in force"),
        "newer": _("Good signature, newer than these data"),
        "not_logged": _("Not on record"),
        "key_revoked": _("Signed with a revoked key"),
        "key_time": _("Not on record"),
        "unknown": _("Unknown"),
        "altered": _("Altered data"),
        "foreign": _("A QR of another site"),
        "unreadable": _("No QR of ours"),
        "typed": _("A typed number cannot be checked without network"),
        "no_data": _("Cannot be checked here yet"),
    }


def _sentences() -> dict[str, str]:
    return {
        "genuine": _("The stamping centre signed this label, the public log holds it, and it is in force."),
        "suspended": _("The centre signed this label, and it is not in force: suspended, or not yet fixed to its piece."),
        "withdrawn": _("The centre signed this label and has withdrawn it for good. Do not trust it."),
        "ended": _("The centre signed this label; its time has passed, or another label took its place."),
        "newer": _("The signature is good. The label is newer than what this phone has saved: look online for its state."),
        "not_logged": _("The signature is good, but the public log does not hold this label. Please tell the centre."),
        "key_revoked": _("The key of this label had left the centre's hands, and the log did not hold it before. Do not trust it."),
        "key_time": _("The label is dated outside the time of its key. Please tell the centre."),
        "unknown": _("No key that this phone knows signed this label. Open this page online, then scan again."),
        "altered": _("These data were changed, or are not complete. Do not trust this label."),
        "foreign": _("This QR leads to {host}, which is not the site of the stamping centre. Whatever it shows, it is not our answer."),
        "unreadable": _("This is no QR of ours, or it cannot be read. Hold the phone closer, in good light."),
        "typed": _("A number can be copied by anybody, and without network its record cannot be looked up. Scan the QR."),
        "no_data": _("Open this page once with network; from then on it checks without."),
    }  # fmt: skip
