"""Addresses of the artisan's panel."""

from django.urls import path

from marketplace.workspace import views

urlpatterns = [
    path("workspace/", views.home, name="workspace"),
    path("workspace/orders/", views.orders, name="workspace_orders"),
    path("workspace/orders/<str:number>/", views.order, name="workspace_order"),
    path("workspace/orders/<str:number>/accept/", views.accept, name="workspace_accept"),
    path("workspace/orders/<str:number>/refuse/", views.refuse, name="workspace_refuse"),
    path("workspace/orders/<str:number>/send/", views.send, name="workspace_send"),
    path("workspace/pieces/", views.pieces, name="workspace_pieces"),
    path("workspace/pieces/new/", views.new_piece, name="workspace_new_piece"),
    path("workspace/pieces/<int:pk>/", views.piece, name="workspace_piece"),
    path("workspace/pieces/<int:pk>/photos/", views.add_photo, name="workspace_add_photo"),
    path(
        "workspace/pieces/<int:pk>/photos/<int:photo_pk>/retry/",
        views.retry_photo,
        name="workspace_retry_photo",
    ),
    path("workspace/pieces/<int:pk>/stamp/", views.ask_for_stamp, name="workspace_ask_for_stamp"),
]
