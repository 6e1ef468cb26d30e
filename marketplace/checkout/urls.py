"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from marketplace.checkout import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("checkout/", views.details, name="checkout"),
    path("checkout/check/", views.check, name="checkout_check"),
    path("checkout/code/", views.code, name="checkout_code"),
    path("checkout/return/<str:reference>/", views.come_back, name="checkout_return"),
]
