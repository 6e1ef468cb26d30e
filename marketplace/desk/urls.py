"""Addresses of the desk, room by room."""

from django.urls import URLPattern, path

from marketplace.desk.views import applications, home, shops

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

urlpatterns: list[URLPattern] = [path("desk/", home.home, name="desk"), *_applications, *_shops]
