"""Addresses of the desk, room by room."""

from django.urls import URLPattern, path

from marketplace.desk.views import home, people

_people = [
    path("desk/cards/", people.renewals, name="desk_cards"),
    path("desk/cards/<int:pk>/", people.renewal, name="desk_card"),
    path("desk/cards/<int:pk>/photo/", people.card_photo, name="desk_card_photo"),
    path("desk/slips/", people.slips, name="desk_slips"),
    path("desk/slips/new/", people.slip_for_newcomer, name="desk_slip_for_newcomer"),
    path("desk/help/", people.assistance, name="desk_help"),
    path("desk/help/leave/", people.stop_assisting, name="desk_stop_assisting"),
    path("desk/help/<int:pk>/enter/", people.assist, name="desk_assist"),
    path("desk/help/<int:pk>/end/", people.end_assistance, name="desk_end_help"),
    path("desk/phones/", people.recoveries, name="desk_phones"),
    path("desk/phones/<int:pk>/approve/", people.approve_recovery, name="desk_approve_phone"),
    path("desk/phones/<int:pk>/stop/", people.stop_recovery, name="desk_stop_phone"),
]

urlpatterns: list[URLPattern] = [path("desk/", home.home, name="desk"), *_people]
