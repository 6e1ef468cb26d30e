"""Addresses of this app, outside any language: providers do not know ours."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from marketplace.payment import views

urlpatterns: list[URLPattern | URLResolver] = []
if settings.DEMO:  # where real people buy, the demonstration page does not exist
    urlpatterns += [path("dev/pay/<str:reference>/", views.demo_pay, name="demo_pay")]
