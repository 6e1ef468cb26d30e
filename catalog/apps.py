from oscar.apps.catalogue import apps


class CatalogueConfig(apps.CatalogueConfig):
    name = "catalog"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        """Register our handlers. Oscar's receivers (materialised views, thumbnails) and views are not in use."""
        from catalog import handlers  # noqa: F401, PLC0415  (models must be ready first)
