import hashlib
import json

from django.db import migrations, models

from marketplace.guards import install, remove

GUARDS = (
    "append_only_quality_labels_applicationchange",
    "append_only_quality_labels_labelchange",
    "append_only_quality_labels_checkpoint",
    "label_bytes_fixed",
    "label_never_deleted",
    "log_entry_placed_once",
    "log_entry_never_deleted",
)


def chain(apps, schema_editor):
    """Chain the steps that were there before, in their order; the same digest as StampChange.own_digest."""
    for name in ("ApplicationChange", "LabelChange"):
        previous = ""
        for change in apps.get_model("quality_labels", name).objects.order_by("pk").iterator():
            told = {
                "previous": previous,
                "row": change.row_id,
                "from": change.from_state,
                "to": change.to_state,
                "by": change.by_id,
                "at": int(change.at.timestamp() * 1_000_000),
                "why": change.why,
                "device": change.device,
            }
            text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            change.previous_digest, change.digest = previous, hashlib.sha256(text.encode()).hexdigest()
            change.save(update_fields=["previous_digest", "digest"])
            previous = change.digest


class Migration(migrations.Migration):
    """Chain the steps of requests and labels, and put the guards on."""

    dependencies = [("quality_labels", "0003_log_and_devices")]

    operations = [
        migrations.RunPython(chain, migrations.RunPython.noop),
        *(
            migrations.AlterField(model_name=model, name=name, field=models.CharField(**field))
            for model in ("applicationchange", "labelchange")
            for name, field in (
                ("device", {"blank": True, "max_length": 60}),
                ("digest", {"max_length": 64}),
                ("previous_digest", {"blank": True, "max_length": 64, "unique": True}),
            )
        ),
        migrations.RunPython(install(*GUARDS), remove(*GUARDS)),
    ]
