"""Addresses of the listing."""

from django.urls import path

from catalog import listing_views

urlpatterns = [
    path("catalog/", listing_views.listing, name="listing"),
    path("catalog/<slug:craft>/", listing_views.listing, name="listing_craft"),
]
