"""Addresses of the artisan's panel, room by room."""

from django.urls import URLPattern, path

from marketplace.workspace.views import counter, home, orders, phone, pieces

_orders = [
    path("workspace/orders/", orders.orders, name="workspace_orders"),
    path("workspace/orders/new/", phone.new_order, name="workspace_phone_order"),
    path("workspace/orders/<str:number>/", orders.order, name="workspace_order"),
    path("workspace/orders/<str:number>/accept/", orders.accept, name="workspace_accept"),
    path("workspace/orders/<str:number>/refuse/", orders.refuse, name="workspace_refuse"),
    path("workspace/orders/<str:number>/other-day/", orders.other_day, name="workspace_other_day"),
    path("workspace/orders/<str:number>/pack/", orders.pack, name="workspace_pack"),
    path("workspace/orders/<str:number>/packing.jpg", orders.packing_photo, name="workspace_packing_photo"),
    path("workspace/orders/<str:number>/send/", orders.send, name="workspace_send"),
    path("workspace/orders/<str:number>/slip/", phone.slip, name="workspace_phone_slip"),
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

_counter = [
    path("workspace/pieces/<int:pk>/sold/", counter.sold_here, name="workspace_sold_here"),
    path("workspace/pieces/<int:pk>/sold/<int:sale_pk>/undo/", counter.undo_sale, name="workspace_undo_sale"),
]

urlpatterns: list[URLPattern] = [
    path("workspace/", home.home, name="workspace"),
    *_orders,
    *_pieces,
    *_counter,
]
