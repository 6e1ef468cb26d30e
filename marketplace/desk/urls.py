"""Addresses of the desk, room by room."""

from django.urls import URLPattern, path

from marketplace.desk.views import home, listings

_listings = [
    path("desk/listings/", listings.pieces, name="desk_pieces"),
    path("desk/listings/<int:pk>/", listings.piece, name="desk_piece"),
    path("desk/listings/<int:pk>/approve/", listings.approve, name="desk_approve_piece"),
    path("desk/listings/<int:pk>/refuse/", listings.refuse, name="desk_refuse_piece"),
    path("desk/listings/<int:pk>/take-down/", listings.take_down, name="desk_take_down_piece"),
    path("desk/listings/<int:pk>/bring-back/", listings.bring_back, name="desk_bring_back_piece"),
    path("desk/changes/", listings.revisions, name="desk_revisions"),
    path("desk/changes/<int:pk>/", listings.revision, name="desk_revision"),
    path("desk/changes/<int:pk>/approve/", listings.approve_revision, name="desk_approve_revision"),
    path("desk/changes/<int:pk>/refuse/", listings.refuse_revision, name="desk_refuse_revision"),
    path("desk/reports/", listings.reports, name="desk_reports"),
    path("desk/reports/<int:pk>/", listings.report, name="desk_report"),
    path("desk/reports/<int:pk>/uphold/", listings.uphold, name="desk_uphold_report"),
    path("desk/reports/<int:pk>/dismiss/", listings.dismiss, name="desk_dismiss_report"),
    path("desk/texts/", listings.texts, name="desk_texts"),
    path("desk/texts/<int:pk>/", listings.text, name="desk_text"),
]

urlpatterns: list[URLPattern] = [path("desk/", home.home, name="desk"), *_listings]
