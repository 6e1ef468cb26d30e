from django.urls import path

import marketplace.row_id  # noqa: F401  (knows <row:pk>)
from quality_labels import views

urlpatterns = [
    path("stamping/", views.desk, name="stamping"),
    path("stamping/<row:pk>/accept/", views.accept, name="stamping_accept"),
    path("stamping/<row:pk>/return/", views.send_back, name="stamping_return"),
    path("stamping/<row:pk>/evaluation/", views.evaluation, name="stamping_evaluation"),
    path("stamping/<row:pk>/decision/", views.decision, name="stamping_decision"),
    path("stamping/labels/<slug:public_id>/", views.label, name="stamping_label"),
    path("stamping/labels/<slug:public_id>/affix/", views.affix, name="stamping_affix"),
    path("stamps/", views.register, name="stamps"),
    path("stamps/<slug:public_id>/", views.sheet, name="stamp"),
]
