"""The verifier on the server: three languages in one page, or JSON for who asks for it."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace import formats
from marketplace.network import network_of
from marketplace.public_pages import LIFETIME, public_file, public_page
from quality_labels import carrier, queries, scans, schemes, serial, verifier
from quality_labels.queries import Verdict
from quality_labels.states import LabelState, Outcome
from quality_labels.verifier.words import words

FRAME = "ar"  # the language of the page's frame; each section speaks its own
KINDS_OF_NOTICE = {
    Outcome.GENUINE: "good",
    Outcome.RECORD_EXISTS: "note",
    Outcome.ALTERED: "bad",
    Outcome.UNKNOWN: "warn",
    Outcome.NOT_RECORDED: "bad",
    Outcome.KEY_REVOKED: "bad",
}


@dataclass(frozen=True)
class Section:
    """What the page says in one language."""

    code: str
    direction: str
    title: str
    sentence: str
    standing: str
    facts: list[tuple[str, str]]
    compare: str
    words: dict[str, str]


@public_page
def ask(request: HttpRequest) -> HttpResponse:
    """Show one plain form; what was typed or pasted leads to its own address."""
    typed = request.GET.get("n", "")[: 2 * carrier.MAX_DIGITS]
    if typed:
        try:
            return redirect("verify", carrier.digits_in(typed, hosts=_our_hosts(request)))
        except carrier.BadCarrier:
            pass  # said on the page, in three languages
    sections = [_question(language) for language in schemes.LANGUAGES]
    context = {
        "sections": sections,
        "wrong": bool(typed),
        "words": words(),
        "source": reverse("verifier_data"),
        "hosts": " ".join(sorted(host.upper() for host in _our_hosts(request))),
        "script_version": verifier.script_version(),
    }
    return _page(request, "quality_labels/ask.html", context)


@public_file
def script(request: HttpRequest) -> HttpResponse:
    """Serve the script of the verifier; its address carries its version, so it may be kept for good."""
    response = HttpResponse(verifier.script(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response


@public_page
def data(request: HttpRequest) -> HttpResponse:
    """Serve all that a phone needs to check labels without network; 404 before the house has signed it."""
    told = verifier.data()
    if told is None:
        raise Http404("no directory of keys, checkpoint and status list yet")
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@public_file
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker that keeps the verifier on the phone, with the list of what this version keeps."""
    files = [
        f"{reverse('verifier_script')}?{verifier.script_version()}",
        *(static(name) for name in ("css/app.css", "icons.svg", "favicon.svg")),
        *(static(f"fonts/arabic-{weight}.woff2") for weight in (400, 600)),
    ]
    house = json.dumps(
        {
            "shell": reverse("verifier"),
            "data": reverse("verifier_data"),
            "file": reverse("verifier_file"),
            "files": files,
        }
    )
    source = (verifier.HERE / "js" / "worker.js").read_text("utf-8")
    version = hashlib.sha256((house + source).encode()).hexdigest()[:12]
    text = f'const VERSION = "{version}";\nconst HOUSE = {house};\n{source}'
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, no_cache=True)
    return response


@public_file
def saved(request: HttpRequest) -> HttpResponse:
    """Serve the whole verifier with its data as one file to save: it needs nothing else, not even this house."""
    told = verifier.data()
    if told is None:
        raise Http404("no directory of keys, checkpoint and status list yet")
    style = (verifier.HERE / "file.css").read_text("utf-8")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(verifier.script())}",
            f"style-src {_hash(style)}",
            "img-src data: blob:",
            "media-src blob: mediastream:",
            f"form-action https://{told['host']}",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )
    context = {
        "sections": [_question(language) for language in schemes.LANGUAGES],
        "words": words(),
        "source": "",
        "hosts": told["host"].upper(),
        "host": told["host"],
        "data": told,
        "script": mark_safe(verifier.script()),  # noqa: S308  (our own)
        "style": mark_safe(style),  # noqa: S308  (our own)
        "policy": policy,
    }
    response = render(request, "quality_labels/verifier_file.html", context)
    response["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"  # which a file cannot say
    response["Content-Disposition"] = 'attachment; filename="damgha.html"'
    patch_cache_control(response, public=True, max_age=LIFETIME)
    return response


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@require_safe
def check(request: HttpRequest, digits: str) -> HttpResponseBase:
    """Say what a number is: HTML in three languages, or JSON when it is asked for first.

    A network that has typed many numbers which no label has is held up for the rest of the hour: guessing is slow.
    """
    if len(digits) < carrier.SHORTEST_LABEL and _guesses(request, digits):
        return _held_up(request)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponseBase = JsonResponse(as_json(queries.verify(digits)))
        response["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(response, public=True, max_age=LIFETIME)
    else:
        response = _verdict_page(request, digits)
        response["Content-Language"] = ", ".join(schemes.LANGUAGES)
    patch_vary_headers(response, ["Accept"])
    return response


def _guesses(request: HttpRequest, digits: str) -> bool:
    network, at = network_of(request), now()
    if scans.has_guessed_too_much(network=network, now=at):
        return True
    is_miss = queries.verify(digits).outcome == Outcome.UNKNOWN
    return is_miss and scans.guesses_too_much(network=network, now=at)


def _held_up(request: HttpRequest) -> HttpResponse:
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"outcome": "held_up"}, status=429)
    sections = []
    for language in schemes.LANGUAGES:
        with translation.override(language):
            sections.append(
                Section(
                    code=language,
                    direction=_direction(language),
                    title=_("Too many numbers"),
                    sentence=_(
                        "Many numbers that no label has were typed from your network. Scan the QR of the label, or try"
                        " again in an hour."
                    ),
                    standing="",
                    facts=[],
                    compare="",
                    words={"again": _("Check another label")},
                )
            )
    context = {
        "notice": "warn",
        "sections": sections,
        "label": None,
        "has_sheet": False,
        "serial": "",
        "seen": "",
        "many_places": False,
    }
    with translation.override(FRAME):
        return render(request, "quality_labels/verdict.html", context, status=429)


@public_page
def _verdict_page(request: HttpRequest, digits: str) -> HttpResponse:
    verdict = queries.verify(digits)
    context = {
        "outcome": verdict.outcome,
        "notice": _notice(verdict),
        "label": verdict.label,
        "sections": [_answer(verdict, language) for language in schemes.LANGUAGES],
        "has_sheet": verdict.label is not None and verdict.label.state in queries.REGISTERED,
        "photo": queries.front_photo(verdict.label.product) if verdict.label else None,
        "serial": serial.grouped(digits) if len(digits) == serial.LENGTH else "",
        "seen": reverse("verify_seen", args=[digits]) if verdict.outcome == Outcome.GENUINE else "",
        "many_places": verdict.label is not None
        and scans.is_seen_in_many_places(verdict.label, on=localdate()),
    }
    return _page(request, "quality_labels/verdict.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    with translation.override(FRAME):
        return render(request, template, context, status=422 if context.get("wrong") else 200)


def _our_hosts(request: HttpRequest) -> frozenset[str]:
    """Return the hosts whose QR we read: the one on the labels, and our own."""
    return frozenset({settings.STAMP_HOST, request.get_host(), urlsplit(settings.PUBLIC_ORIGIN).netloc})


def _notice(verdict: Verdict) -> str:
    """Return how loud the answer is: a good signature of a label that no longer stands is no good news."""
    if verdict.outcome in (Outcome.GENUINE, Outcome.RECORD_EXISTS) and verdict.label:
        if verdict.label.state in (LabelState.SUSPENDED, LabelState.SIGNED, LabelState.PRINTED):
            return "warn"
        if verdict.label.state != LabelState.ACTIVE:
            return "bad"
    return KINDS_OF_NOTICE[verdict.outcome]


def _question(language: str) -> Section:
    with translation.override(language):
        words = {
            "label": _("The number of the label, or the whole text of its QR"),
            "check": _("Check"),
            "scan": _("Scan with the camera"),
            "photo_of_qr": _("Choose a photo of the QR"),
            "save": _("Save the verifier as one file: it checks without network, and without this site"),
            "saved": _(
                "This file checks labels without network. What it knows ends with the day it was saved."
            ),
            "renew": _("Get a newer file"),
            "wrong": _(
                "This is not the text of our QR, nor a number of ours. A QR of another site is not ours."
            ),
        }
        return Section(
            code=language,
            direction=_direction(language),
            title=_("Check a stamp"),
            sentence=_("Scan the QR of the label with your phone, or write its twenty digits here."),
            standing="",
            facts=[],
            compare="",
            words=words,
        )


def _answer(verdict: Verdict, language: str) -> Section:
    with translation.override(language):
        return Section(
            code=language,
            direction=_direction(language),
            title=_title(verdict),
            sentence=_sentence(verdict),
            standing=str(LabelState(verdict.label.state).label) if verdict.label else "",
            facts=_facts(verdict, language),
            compare=_(
                "A QR can be copied: compare the photo, the size and the mass with the piece in your hand."
            )
            if verdict.label
            else "",
            words={
                "again": _("Check another label"),
                "sheet": _("Open the sheet of this stamp"),
                "photo": _("The piece as it was shown to the centre"),
                "mismatch": _("It does not match: tell the centre"),
                "many": _(
                    "The QR of this label was read in several places lately. It may have been copied: compare photo,"
                    " size and mass with great care."
                ),
            },
        )


def _title(verdict: Verdict) -> str:
    return {
        Outcome.GENUINE: _("Valid stamp"),
        Outcome.ALTERED: _("Altered data"),
        Outcome.UNKNOWN: _("Unknown"),
        Outcome.NOT_RECORDED: _("Not on record"),
        Outcome.KEY_REVOKED: _("Signed with a revoked key"),
        Outcome.RECORD_EXISTS: _("A record exists"),
    }[verdict.outcome]


def _sentence(verdict: Verdict) -> str:
    return {
        Outcome.GENUINE: _("The stamping centre signed this label, and it is on record."),
        Outcome.ALTERED: _("These data were changed, or are not complete. Do not trust this label."),
        Outcome.UNKNOWN: _("No label of the stamping centre has this number."),
        Outcome.NOT_RECORDED: _(
            "The signature is good, but no such label is on record. Please tell the centre."
        ),
        Outcome.KEY_REVOKED: _(
            "The key of this label had left the centre's hands, and the log did not hold it before. Do not trust it."
        ),
        Outcome.RECORD_EXISTS: _(
            "A label with this number is on record. A typed number proves nothing: scan the QR, or compare the piece."
        ),
    }[verdict.outcome]


def _facts(verdict: Verdict, language: str) -> list[tuple[str, str]]:
    if verdict.label is None:
        return []
    scheme, claims = queries.read_label(verdict.label)
    comma = "، " if language == "ar" else ", "
    rows = [
        (_("State"), str(LabelState(verdict.label.state).label)),
        (_("Grade"), schemes.word("grades", claims.grade, language)),
        (_("Kind"), schemes.word("kinds", claims.kind, language)),
        *queries.measured(scheme, claims, language),
        (
            _("Materials"),
            comma.join(schemes.word("materials", code, language) for code in claims.materials or ()),
        ),
        (_("Colours"), comma.join(schemes.word("colours", code, language) for code in claims.colours or ())),
        (_("Artisan number"), str(claims.artisan_no)),
        (_("Signed on"), formats.day(claims.issued_at, language)),
        (_("Not tested"), " · ".join(names[language] for names in scheme.not_tested)),
    ]
    return [(name, value) for name, value in rows if value]


def _direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as a machine reads it; the claims only when a QR was verified."""
    answer: dict[str, Any] = {"outcome": verdict.outcome.value}
    if verdict.label is not None:
        answer |= {
            "state": verdict.label.state,
            "grade": verdict.label.grade,
            "last_digits": verdict.label.last_four,
            "sheet": f"{settings.PUBLIC_ORIGIN}{reverse('stamp', args=[verdict.label.public_id])}",
        }
    if verdict.outcome == Outcome.GENUINE and verdict.claims is not None:
        claims = verdict.claims
        answer["claims"] = {
            "serial": serial.grouped(claims.serial),
            "issued_at": claims.issued_at.isoformat(),
            "scheme_version": claims.scheme_version,
            "kind": claims.kind,
            "artisan_no": claims.artisan_no,
            "size_mm": claims.size_mm,
            "mass_g": claims.mass_g,
            "measures": claims.measures,
            "materials": claims.materials,
            "colours": claims.colours,
            "photo_sha256_128": claims.photo.hex() if claims.photo else None,
        }
    return answer
