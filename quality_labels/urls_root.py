from django.urls import path, re_path

from quality_labels import verifier_views

urlpatterns = [
    path("V/", verifier_views.ask, name="verifier"),
    re_path(r"^V/(?P<digits>[0-9]{1,700})$", verifier_views.check, name="verify"),
]
