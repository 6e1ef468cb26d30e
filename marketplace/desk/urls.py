"""Addresses of the desk, room by room."""

from django.urls import URLPattern, path

from marketplace.desk.views import calls, home, phone

_calls = [
    path("desk/calls/", calls.calls, name="desk_calls"),
    path("desk/calls/<int:pk>/told/", calls.told, name="desk_call_told"),
    path("desk/calls/<int:pk>/not-reached/", calls.not_reached, name="desk_call_not_reached"),
    path("desk/late/", calls.late, name="desk_late"),
    path("desk/phone-order/", phone.new_order, name="desk_phone_order"),
    path("desk/phone-order/<str:number>/", phone.slip, name="desk_phone_slip"),
]

urlpatterns: list[URLPattern] = [path("desk/", home.home, name="desk"), *_calls]
