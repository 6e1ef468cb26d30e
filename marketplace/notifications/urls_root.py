"""The demonstration's mailbox, outside any language."""

from django.urls import URLPattern, URLResolver, path

from marketplace.notifications import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("dev/mail/", views.mail, name="dev_mail"),
    path("dev/mail/<slug:key>/", views.letter, name="dev_letter"),
    path("dev/mail/<slug:key>/html/", views.letter_html, name="dev_letter_html"),
]
