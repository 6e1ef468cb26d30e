from django.contrib.sitemaps.views import sitemap
from django.urls import path

from catalog import views
from catalog.sitemaps import SITEMAPS

urlpatterns = [
    path("p/<str:code>", views.by_code, name="piece_by_code"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
