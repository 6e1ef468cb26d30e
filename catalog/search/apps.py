from django.apps import AppConfig


class CatalogSearchConfig(AppConfig):
    """The search index. The label is not `search`: Oscar has an app of that name."""

    name = "catalog.search"
    label = "market_search"
    verbose_name = "Search index"
