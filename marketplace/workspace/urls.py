"""Addresses of the artisan's panel, room by room."""

from django.urls import URLPattern, path

from marketplace.workspace.views import home, numbers, orders, pieces, sharing, sheets, stamps

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

_sharing = [
    path("workspace/pieces/<int:pk>/share/", sharing.kit, name="workspace_share"),
    path("workspace/pieces/<int:pk>/share/picture.jpg", sharing.picture, name="workspace_share_picture"),
]

_numbers = [
    path("workspace/numbers/", numbers.own_numbers, name="workspace_numbers"),
    path("workspace/stamps/", stamps.stamps, name="workspace_stamps"),
]

_sheets = [
    path("workspace/sheets/", sheets.sheets, name="workspace_sheets"),
    path("workspace/sheets/pieces.csv", sheets.as_csv, name="workspace_sheets_csv"),
    path("workspace/sheets/pieces.xlsx", sheets.as_xlsx, name="workspace_sheets_xlsx"),
    path("workspace/sheets/<int:sheet_pk>/", sheets.sheet, name="workspace_sheet"),
]

urlpatterns: list[URLPattern] = [
    path("workspace/", home.home, name="workspace"),
    *_orders,
    *_pieces,
    *_sharing,
    *_numbers,
    *_sheets,
]
