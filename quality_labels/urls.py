from django.urls import path

from quality_labels import views

urlpatterns = [
    path("stamping/", views.desk, name="stamping"),
    path("stamping/<int:pk>/accept/", views.accept, name="stamping_accept"),
    path("stamping/<int:pk>/return/", views.send_back, name="stamping_return"),
    path("stamping/<int:pk>/evaluation/", views.evaluation, name="stamping_evaluation"),
    path("stamping/<int:pk>/decision/", views.decision, name="stamping_decision"),
    path("stamping/labels/<slug:public_id>/", views.label, name="stamping_label"),
    path("stamping/labels/<slug:public_id>/affix/", views.affix, name="stamping_affix"),
    path("stamps/", views.register, name="stamps"),
    path("stamps/<slug:public_id>/", views.sheet, name="stamp"),
]
