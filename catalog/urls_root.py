from django.contrib.sitemaps.views import sitemap
from django.urls import path

from catalog import views
from catalog.sitemaps import SITEMAPS

urlpatterns = [
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
