"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from marketplace.basket import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("basket/", views.basket, name="basket"),
    path("basket/add/", views.add, name="basket_add"),
    path("basket/change/", views.change, name="basket_change"),
]
