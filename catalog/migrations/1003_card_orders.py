"""Order the cards by availability first: what can be bought stands before what is sold, in every order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "1002_pieces")]
    operations = [
        migrations.RemoveIndex(model_name="card", name="card_newest"),
        migrations.RemoveIndex(model_name="card", name="card_price"),
        migrations.RemoveIndex(model_name="card", name="card_grade"),
        migrations.RemoveIndex(model_name="card", name="card_craft"),
        migrations.RemoveIndex(model_name="card", name="card_place"),
        migrations.RemoveIndex(model_name="card", name="card_shop"),
        migrations.RemoveIndex(model_name="card", name="card_centre"),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["available", "listed_at", "product"], name="card_newest"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["available", "price_dinars", "product"], name="card_price"),
        ),
        migrations.AddIndex(
            model_name="card", index=models.Index(fields=["available", "grade", "product"], name="card_grade")
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["craft", "available", "listed_at", "product"], name="card_craft"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                fields=["craft", "available", "price_dinars", "product"], name="card_craft_price"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["place", "available", "listed_at", "product"], name="card_place"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["shop", "available", "listed_at", "product"], name="card_shop"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["centre", "available", "listed_at", "product"], name="card_centre"),
        ),
    ]
