"""Addresses of the desk, room by room."""

from django.urls import URLPattern, path

import marketplace.row_id  # noqa: F401  (knows <row:pk>)
from marketplace.desk.views import applications, calls, counter, home, listings, people, phone, rates, shops

_people = [
    path("desk/cards/", people.renewals, name="desk_cards"),
    path("desk/cards/<row:pk>/", people.renewal, name="desk_card"),
    path("desk/cards/<row:pk>/photo/", people.card_photo, name="desk_card_photo"),
    path("desk/slips/", people.slips, name="desk_slips"),
    path("desk/slips/new/", people.slip_for_newcomer, name="desk_slip_for_newcomer"),
    path("desk/help/", people.assistance, name="desk_help"),
    path("desk/help/leave/", people.stop_assisting, name="desk_stop_assisting"),
    path("desk/help/<row:pk>/enter/", people.assist, name="desk_assist"),
    path("desk/help/<row:pk>/end/", people.end_assistance, name="desk_end_help"),
    path("desk/phones/", people.recoveries, name="desk_phones"),
    path("desk/phones/<row:pk>/approve/", people.approve_recovery, name="desk_approve_phone"),
    path("desk/phones/<row:pk>/stop/", people.stop_recovery, name="desk_stop_phone"),
]

_listings = [
    path("desk/listings/", listings.pieces, name="desk_pieces"),
    path("desk/listings/<row:pk>/", listings.piece, name="desk_piece"),
    path("desk/listings/<row:pk>/approve/", listings.approve, name="desk_approve_piece"),
    path("desk/listings/<row:pk>/refuse/", listings.refuse, name="desk_refuse_piece"),
    path("desk/listings/<row:pk>/take-down/", listings.take_down, name="desk_take_down_piece"),
    path("desk/listings/<row:pk>/bring-back/", listings.bring_back, name="desk_bring_back_piece"),
    path("desk/changes/", listings.revisions, name="desk_revisions"),
    path("desk/changes/<row:pk>/", listings.revision, name="desk_revision"),
    path("desk/changes/<row:pk>/approve/", listings.approve_revision, name="desk_approve_revision"),
    path("desk/changes/<row:pk>/refuse/", listings.refuse_revision, name="desk_refuse_revision"),
    path("desk/reports/", listings.reports, name="desk_reports"),
    path("desk/reports/<row:pk>/", listings.report, name="desk_report"),
    path("desk/reports/<row:pk>/uphold/", listings.uphold, name="desk_uphold_report"),
    path("desk/reports/<row:pk>/dismiss/", listings.dismiss, name="desk_dismiss_report"),
    path("desk/texts/", listings.texts, name="desk_texts"),
    path("desk/texts/<row:pk>/", listings.text, name="desk_text"),
]


_applications = [
    path("desk/applications/", applications.applications, name="desk_applications"),
    path("desk/applications/<row:pk>/", applications.application, name="desk_application"),
    path("desk/applications/<row:pk>/card/", applications.card_photo, name="desk_application_card"),
]

_shops = [
    path("desk/shops/", shops.shops, name="desk_shops"),
    path("desk/shops/<row:pk>/", shops.shop, name="desk_shop"),
    path("desk/accounts/", shops.accounts, name="desk_accounts"),
    path("desk/accounts/<row:pk>/", shops.account, name="desk_account"),
]

_calls = [
    path("desk/calls/", calls.calls, name="desk_calls"),
    path("desk/calls/<row:pk>/told/", calls.told, name="desk_call_told"),
    path("desk/calls/<row:pk>/not-reached/", calls.not_reached, name="desk_call_not_reached"),
    path("desk/late/", calls.late, name="desk_late"),
    path("desk/rates/", rates.rates, name="desk_rates"),
    path("desk/rates/<row:pk>/confirm/", rates.confirm, name="desk_confirm_rate"),
    path("desk/counter/", counter.counter, name="desk_counter"),
    path("desk/counter/<str:number>/", counter.order, name="desk_counter_order"),
    path("desk/counter/<str:number>/cash/", counter.cash, name="desk_counter_cash"),
    path("desk/counter/<str:number>/hand-over/", counter.hand_over, name="desk_counter_hand_over"),
    path("desk/phone-order/", phone.new_order, name="desk_phone_order"),
    path("desk/phone-order/<str:number>/", phone.slip, name="desk_phone_slip"),
]

urlpatterns: list[URLPattern] = [
    path("desk/", home.home, name="desk"),
    *_applications,
    *_shops,
    *_people,
    *_listings,
    *_calls,
]
