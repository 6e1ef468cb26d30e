"""Addresses of the artisan's panel, room by room."""

from django.urls import URLPattern, path

from marketplace.workspace.views import home, listing, orders, pieces

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
    path("workspace/pieces/<int:pk>/stamp/", pieces.ask_for_stamp, name="workspace_ask_for_stamp"),
]

_listing = [
    path("workspace/pieces/<int:pk>/", listing.piece, name="workspace_piece"),
    path("workspace/pieces/<int:pk>/photos/", listing.photos, name="workspace_add_photo"),
    path(
        "workspace/pieces/<int:pk>/photos/<int:photo_pk>/retry/",
        listing.retry_photo,
        name="workspace_retry_photo",
    ),
    path(
        "workspace/pieces/<int:pk>/photos/<int:photo_pk>/first/",
        listing.put_photo_first,
        name="workspace_first_photo",
    ),
    path(
        "workspace/pieces/<int:pk>/photos/<int:photo_pk>/remove/",
        listing.take_out_photo,
        name="workspace_remove_photo",
    ),
    path("workspace/pieces/<int:pk>/words/", listing.words, name="workspace_words"),
    path("workspace/pieces/<int:pk>/made/", listing.made, name="workspace_made"),
    path("workspace/pieces/<int:pk>/measures/", listing.measures, name="workspace_measures"),
    path("workspace/pieces/<int:pk>/care/", listing.care, name="workspace_care"),
    path("workspace/pieces/<int:pk>/ready/", listing.ready, name="workspace_ready"),
    path("workspace/pieces/<int:pk>/change/", listing.take_back, name="workspace_take_back"),
    path("workspace/pieces/<int:pk>/pause/", listing.pause, name="workspace_pause"),
    path("workspace/pieces/<int:pk>/resume/", listing.resume, name="workspace_resume"),
    path("workspace/pieces/<int:pk>/withdraw/", listing.withdraw, name="workspace_withdraw"),
    path("workspace/pieces/<int:pk>/put-back/", listing.put_back, name="workspace_put_back"),
]

urlpatterns: list[URLPattern] = [
    path("workspace/", home.home, name="workspace"),
    *_orders,
    *_pieces,
    *_listing,
]
