"""Addresses of the desk, room by room."""

from django.urls import URLPattern, path

from marketplace.desk.views import home

urlpatterns: list[URLPattern] = [path("desk/", home.home, name="desk")]
