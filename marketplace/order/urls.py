"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from marketplace.order import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/<str:number>/<str:token>/", views.order, name="order"),
    path("account/", views.account, name="account"),
]
