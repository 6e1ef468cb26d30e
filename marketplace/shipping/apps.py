from oscar.apps.shipping import apps


class ShippingConfig(apps.ShippingConfig):
    name = "marketplace.shipping"
    verbose_name = "Delivery"

    def ready(self) -> None:
        """Hand delivery to the catalog's pages; import none of Oscar's views and receivers."""
        from catalog import seams  # noqa: PLC0415  (models must be ready first)
        from marketplace.shipping import queries  # noqa: PLC0415

        seams.provide(delivery=queries.delivery_of)
