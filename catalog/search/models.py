"""What is searched: one document per listed piece, and the words a mistyped one may have meant."""

from __future__ import annotations

from typing import Any

from django.db import models


class TermsField(models.TextField):
    """Distinct terms separated by spaces; PostgreSQL keeps them as a `tsvector`, which is read by its GIN index.

    The terms are lexemes already, so the `simple` configuration's parser is never asked: a cast is the whole way in.
    """

    def db_type(self, connection: Any) -> str | None:
        """Return the column's type for the database at hand."""
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class SearchDocument(models.Model):
    """One listed piece as the search sees it. Written by `actions.index` alone.

    `strong`, `title` and `facts` hold terms between single spaces, one at each end, and are read only to rank a
    bounded set of candidates; `terms` holds all terms of the piece once and is what is searched. On SQLite triggers
    copy `terms` to the FTS5 table `market_search_fts`: a migration that remakes this table must make them again.
    """

    product = models.OneToOneField(
        "catalogue.Product", primary_key=True, on_delete=models.CASCADE, related_name="search_document"
    )
    strong = models.TextField()  # what it is and where it comes from
    title = models.TextField()
    facts = models.TextField()  # shop, maker, centre, materials, colours
    terms = TermsField()
    indexed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"document of {self.product_id}"


class Spelling(models.Model):
    """A word of the index under each of its variants (itself, and itself with one letter left out)."""

    variant = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "word"], name="spelling_once")]

    def __str__(self) -> str:
        return self.word
