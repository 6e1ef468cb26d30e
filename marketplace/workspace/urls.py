"""Addresses of the artisan's panel, room by room."""

from django.urls import URLPattern, path

import marketplace.row_id  # noqa: F401  (knows <row:pk>)
from marketplace.workspace.views import (
    app,
    apply,
    closing,
    counter,
    destination,
    doors,
    drafts,
    home,
    listing,
    money,
    numbers,
    orders,
    people,
    phone,
    pieces,
    sharing,
    sheets,
    stamps,
)

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
    path("workspace/pieces/<row:pk>/stamp/", pieces.ask_for_stamp, name="workspace_ask_for_stamp"),
]

_listing = [
    path("workspace/pieces/<row:pk>/", listing.piece, name="workspace_piece"),
    path("workspace/pieces/<row:pk>/photos/", listing.photos, name="workspace_add_photo"),
    path(
        "workspace/pieces/<row:pk>/photos/<row:photo_pk>/retry/",
        listing.retry_photo,
        name="workspace_retry_photo",
    ),
    path(
        "workspace/pieces/<row:pk>/photos/<row:photo_pk>/first/",
        listing.put_photo_first,
        name="workspace_first_photo",
    ),
    path(
        "workspace/pieces/<row:pk>/photos/<row:photo_pk>/remove/",
        listing.take_out_photo,
        name="workspace_remove_photo",
    ),
    path("workspace/pieces/<row:pk>/words/", listing.words, name="workspace_words"),
    path("workspace/pieces/<row:pk>/made/", listing.made, name="workspace_made"),
    path("workspace/pieces/<row:pk>/measures/", listing.measures, name="workspace_measures"),
    path("workspace/pieces/<row:pk>/care/", listing.care, name="workspace_care"),
    path("workspace/pieces/<row:pk>/ready/", listing.ready, name="workspace_ready"),
    path("workspace/pieces/<row:pk>/change/", listing.take_back, name="workspace_take_back"),
    path("workspace/pieces/<row:pk>/pause/", listing.pause, name="workspace_pause"),
    path("workspace/pieces/<row:pk>/resume/", listing.resume, name="workspace_resume"),
    path("workspace/pieces/<row:pk>/withdraw/", listing.withdraw, name="workspace_withdraw"),
    path("workspace/pieces/<row:pk>/put-back/", listing.put_back, name="workspace_put_back"),
]

_drafts = [
    path("workspace/pieces/new/", drafts.new_piece, name="workspace_new_piece"),
    path("workspace/pieces/new/<uuid:draft>/throw-away/", drafts.throw_away, name="workspace_throw_away"),
    path("workspace/pieces/new/<uuid:draft>/<slug:screen>/", drafts.draft, name="workspace_draft"),
    path("workspace/drafts/<uuid:draft>/answers/", drafts.draft_answers, name="workspace_draft_answers"),
    path("workspace/drafts/<uuid:draft>/voice/", drafts.draft_voice, name="workspace_draft_voice"),
    path("workspace/drafts/<uuid:draft>/publish/", drafts.draft_publish, name="workspace_draft_publish"),
    path(
        "workspace/drafts/<uuid:draft>/photos/<uuid:photo>/",
        drafts.draft_photo,
        name="workspace_draft_photo",
    ),
    path("workspace/share/", drafts.share, name="workspace_share"),
    path("workspace/token/", drafts.token, name="workspace_token"),
]

_app = [
    path("workspace/app.webmanifest", app.manifest, name="workspace_manifest"),
    path("workspace/worker.js", app.worker, name="workspace_worker"),
]

_people = [
    path("workspace/cards/", people.cards, name="workspace_cards"),
    path("workspace/cards/<row:artisan_pk>/", people.send_card, name="workspace_send_card"),
    path("workspace/consent/", people.consent, name="workspace_consent"),
    path("workspace/consent/<row:artisan_pk>/name/", people.choose_name, name="workspace_choose_name"),
    path(
        "workspace/consent/<row:artisan_pk>/portrait/",
        people.choose_portrait,
        name="workspace_choose_portrait",
    ),
    path("workspace/holiday/", people.holiday, name="workspace_holiday"),
    path("workspace/holiday/open/", people.open_again, name="workspace_open_again"),
    path("workspace/team/", people.team, name="workspace_team"),
    path("workspace/team/<row:member_pk>/end/", people.end_role, name="workspace_end_role"),
    path("workspace/help/", people.get_help, name="workspace_help"),
    path("workspace/help/<row:consent_pk>/end/", people.end_help, name="workspace_end_help"),
    path("workspace/devices/", people.devices, name="workspace_devices"),
    path("workspace/leave/", people.leave, name="workspace_leave"),
]

# Doors for who is not logged in: what opens them is in the address, and on paper or in a letter.
_doors = [
    path("workspace/start/<str:token>/", doors.start, name="start"),
    path("workspace/stop/<str:token>/", doors.stop_recovery, name="stop_recovery"),
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

_sharing = [
    path("workspace/pieces/<row:pk>/share/", sharing.kit, name="workspace_share_kit"),
    path("workspace/pieces/<row:pk>/share/picture.jpg", sharing.picture, name="workspace_share_picture"),
]

_numbers = [
    path("workspace/numbers/", numbers.own_numbers, name="workspace_numbers"),
    path("workspace/stamps/", stamps.stamps, name="workspace_stamps"),
    path("workspace/stamps/<row:request_pk>/appeal/", stamps.appeal, name="workspace_appeal"),
]

_sheets = [
    path("workspace/sheets/", sheets.sheets, name="workspace_sheets"),
    path("workspace/sheets/pieces.csv", sheets.as_csv, name="workspace_sheets_csv"),
    path("workspace/sheets/pieces.xlsx", sheets.as_xlsx, name="workspace_sheets_xlsx"),
    path("workspace/sheets/<row:sheet_pk>/", sheets.sheet, name="workspace_sheet"),
]

_counter = [
    path("workspace/pieces/<row:pk>/sold/", counter.sold_here, name="workspace_sold_here"),
    path("workspace/pieces/<row:pk>/sold/<row:sale_pk>/undo/", counter.undo_sale, name="workspace_undo_sale"),
]

urlpatterns: list[URLPattern] = [
    path("workspace/", home.door, name="workspace"),
    path("workspace/money/", money.money, name="workspace_money"),
    *_orders,
    *_drafts,
    *_pieces,
    *_listing,
    *_app,
    *_people,
    *_apply,
    *_shop,
    *_sharing,
    *_numbers,
    *_sheets,
    *_counter,
    *_doors,
]
