"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from marketplace.order import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/<str:number>/<str:token>/", views.order, name="order"),
    path("orders/<str:number>/<str:token>/other-day/", views.answer_day, name="order_answer_day"),
    path("orders/<str:number>/<str:token>/arrived/", views.arrived, name="order_arrived"),
    path("account/", views.account, name="account"),
]
