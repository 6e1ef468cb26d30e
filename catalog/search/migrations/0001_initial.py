"""The search index: documents on either database, FTS5 with its triggers on SQLite, GIN on PostgreSQL."""

import django.db.models.deletion
from django.db import migrations, models

import catalog.search.models

# `ascii` splits at blanks and ASCII punctuation only, so a term goes in and is found exactly as it was made;
# `detail=none` keeps no positions: nothing here asks for a phrase.
FTS5 = (
    "CREATE VIRTUAL TABLE market_search_fts USING fts5(terms, content='market_search_searchdocument', "
    "content_rowid='product_id', detail=none, columnsize=0, tokenize=\"ascii tokenchars '_'\")",
    "CREATE TRIGGER market_search_fts_insert AFTER INSERT ON market_search_searchdocument BEGIN "
    "INSERT INTO market_search_fts(rowid, terms) VALUES (new.product_id, new.terms); END",
    "CREATE TRIGGER market_search_fts_delete AFTER DELETE ON market_search_searchdocument BEGIN "
    "INSERT INTO market_search_fts(market_search_fts, rowid, terms) "
    "VALUES ('delete', old.product_id, old.terms); END",
    "CREATE TRIGGER market_search_fts_update AFTER UPDATE ON market_search_searchdocument BEGIN "
    "INSERT INTO market_search_fts(market_search_fts, rowid, terms) "
    "VALUES ('delete', old.product_id, old.terms); "
    "INSERT INTO market_search_fts(rowid, terms) VALUES (new.product_id, new.terms); END",
)
NO_FTS5 = ("DROP TABLE market_search_fts",)
GIN = ("CREATE INDEX market_search_terms ON market_search_searchdocument USING gin (terms)",)
NO_GIN = ("DROP INDEX market_search_terms",)


def _run(schema_editor, statements):
    # One at a time and without parameters: a trigger holds semicolons of its own.
    for statement in statements:
        schema_editor.execute(statement, params=None)


def create(apps, schema_editor):
    """Make the table that is searched."""
    _run(schema_editor, FTS5 if schema_editor.connection.vendor == "sqlite" else GIN)


def drop(apps, schema_editor):
    """Take it away again; the triggers go with the documents' table."""
    if schema_editor.connection.vendor == "sqlite":
        _run(
            schema_editor,
            tuple(f"DROP TRIGGER market_search_fts_{name}" for name in ("insert", "delete", "update")),
        )
        _run(schema_editor, NO_FTS5)
    else:
        _run(schema_editor, NO_GIN)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_document",
                        serialize=False,
                        to="catalogue.product",
                    ),
                ),
                ("strong", models.TextField()),
                ("title", models.TextField()),
                ("facts", models.TextField()),
                ("terms", catalog.search.models.TermsField()),
                ("indexed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("variant", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("variant", "word"), name="spelling_once")],
            },
        ),
        migrations.RunPython(create, drop),
    ]
