"""The log as files that anybody may fetch and keep (C2SP tlog-tiles); its addresses are theirs, not ours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from marketplace.public_pages import public_file
from quality_labels import queries, schemes
from quality_labels.log import tiles, tree
from quality_labels.models import Label, LogEntry, SchemeVersion

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
SECONDS = 5  # how old a checkpoint may be when it is read
FOREVER = 31_536_000


@public_file
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Serve the newest checkpoint with its cosignatures."""
    newest = queries.current_checkpoint()
    if newest is None:
        raise Http404("no checkpoint was signed yet")
    return _file(queries.served_note(newest), TEXT, seconds=SECONDS)


@public_file
def tile(request: HttpRequest, level: str, index: str, width: str | None = None) -> HttpResponse:
    """Serve the hashes of a tile: 256, or the first `width` of them."""
    start, end = _span(index, width, level=int(level))
    return _file(b"".join(tree.hashes(int(level), start, end)), BYTES)


@public_file
def entries(request: HttpRequest, index: str, width: str | None = None) -> HttpResponse:
    """Serve the leaves themselves, as a bundle."""
    start, end = _span(index, width, level=0)
    rows = LogEntry.objects.filter(position__gte=start, position__lt=end).order_by("position")
    return _file(tiles.bundle(bytes(data) for data in rows.values_list("data", flat=True)), BYTES)


@public_file
def label_proof(request: HttpRequest, public_id: str) -> HttpResponse:
    """Serve the proof that a label of the register is in the log."""
    label = Label.objects.filter(public_id=public_id, state__in=queries.REGISTERED).first()
    if label is None or label.log_entry is None:
        raise Http404
    return _proof(label.log_entry.leaf_hash)


@public_file
def leaf_proof(request: HttpRequest, leaf_hash: str) -> HttpResponse:
    """Serve the proof of a leaf to whoever holds the label, and so can compute its hash."""
    return _proof(leaf_hash)


@public_file
def scheme(request: HttpRequest, sha256: str) -> HttpResponse:
    """Serve the rules of grading as canonical JSON: the bytes whose hash is in the log."""
    version = SchemeVersion.objects.filter(sha256=sha256).first()
    if version is None:
        raise Http404
    return _file(schemes.canonical(version.document), "application/json")


def _proof(leaf_hash: str) -> HttpResponse:
    proof = queries.proof_of(leaf_hash)
    if proof is None:
        raise Http404("no checkpoint covers such a leaf")
    return _file(proof, TEXT, seconds=SECONDS)


def _span(index: str, width: str | None, *, level: int) -> tuple[int, int]:
    """Return which hashes of its level a tile has; only what a signed checkpoint covers is shown."""
    newest = queries.current_checkpoint()
    number = tiles.read_index(index)
    if newest is None or number is None:
        raise Http404
    wanted = int(width) if width else tiles.WIDTH
    if not 0 < wanted <= tiles.width_at(level, number, newest.size):
        raise Http404("no checkpoint covers this tile")
    return number * tiles.WIDTH, number * tiles.WIDTH + wanted


def _file(content: str | bytes, content_type: str, *, seconds: int = FOREVER) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    if seconds == FOREVER:
        patch_cache_control(response, public=True, max_age=seconds, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=seconds)
    return response


@public_file
def keys(request: HttpRequest) -> HttpResponse:
    """Serve the directory of keys as the root key signed it."""
    directory = queries.key_directory()
    if directory is None:
        raise Http404("no directory of keys was published yet")
    return _file(directory.note, TEXT, seconds=SECONDS)


@public_file
def status_list(request: HttpRequest) -> HttpResponse:
    """Serve the signed list of all labels' states."""
    version = queries.status_list()
    if version is None:
        raise Http404("no status list was signed yet")
    return _file(bytes(version.token), "application/statuslist+cwt", seconds=SECONDS)
