"""Addresses of the artisan's panel, room by room."""

from django.urls import URLPattern, path

from marketplace.workspace.views import apply, closing, destination, home, orders, pieces

_orders = [
    path("workspace/orders/", orders.orders, name="workspace_orders"),
    path("workspace/orders/<str:number>/", orders.order, name="workspace_order"),
    path("workspace/orders/<str:number>/accept/", orders.accept, name="workspace_accept"),
    path("workspace/orders/<str:number>/refuse/", orders.refuse, name="workspace_refuse"),
    path("workspace/orders/<str:number>/send/", orders.send, name="workspace_send"),
]

_pieces = [
    path("workspace/pieces/", pieces.pieces, name="workspace_pieces"),
    path("workspace/pieces/new/", pieces.new_piece, name="workspace_new_piece"),
    path("workspace/pieces/<int:pk>/", pieces.piece, name="workspace_piece"),
    path("workspace/pieces/<int:pk>/photos/", pieces.add_photo, name="workspace_add_photo"),
    path(
        "workspace/pieces/<int:pk>/photos/<int:photo_pk>/retry/",
        pieces.retry_photo,
        name="workspace_retry_photo",
    ),
    path("workspace/pieces/<int:pk>/stamp/", pieces.ask_for_stamp, name="workspace_ask_for_stamp"),
]

_STEPS = ("photo", "card", "guarantor", "name", "craft", "place", "shop", "promise")
_apply = [
    path("workspace/apply/", apply.apply, name="workspace_apply"),
    path("workspace/apply/code/", apply.code, name="workspace_apply_code"),
    path("workspace/apply/card-photo/", apply.card_photo, name="workspace_apply_card_photo"),
    path("workspace/apply/money/", apply.money, name="workspace_apply_money"),
    *(
        path(f"workspace/apply/{step}/", apply.step, {"step": step}, name=f"workspace_apply_{step}")
        for step in _STEPS
    ),
]

_shop = [
    path("workspace/money/destination/", destination.destination, name="workspace_destination"),
    path("workspace/money/destination/code/", destination.code, name="workspace_destination_code"),
    path("workspace/shop/close/", closing.close, name="workspace_close"),
]

urlpatterns: list[URLPattern] = [
    path("workspace/", home.door, name="workspace"),
    *_orders,
    *_pieces,
    *_apply,
    *_shop,
]
