from django.urls import path

import marketplace.row_id  # noqa: F401  (knows <row:pk>)
from catalog import report_views, views
from catalog.legal import PAGES

urlpatterns = [
    path("", views.home, name="home"),
    path("catalog/<slug:slug>_<row:pk>/", views.product, name="product"),
    path("catalog/<slug:slug>_<row:pk>/report/", report_views.report, name="report_piece"),
    path("catalog/<slug:slug>_<row:pk>/seen/", views.seen, name="product_seen"),
    path("shops/", views.shops, name="shops"),
    path("shops/<slug:slug>/", views.shop, name="shop"),
    path("centres/", views.centres, name="centres"),
    path("centres/<slug:slug>/", views.centre, name="centre"),
    *(path(f"{slug}/", views.legal, {"page": slug}, name=slug) for slug in PAGES),
]
