from django.urls import path

import marketplace.row_id  # noqa: F401  (knows <row:pk>)
from quality_labels.views import (
    day,
    decisions,
    desk,
    inspection,
    labels,
    people,
    printing,
    public,
    rules,
    sessions,
)

_sessions = [
    path("stamping/sessions/", sessions.sessions, name="stamping_sessions"),
    path("stamping/sessions/new/", sessions.plan, name="stamping_plan_session"),
    path("stamping/sessions/<row:session_pk>/", sessions.session, name="stamping_session"),
    path("stamping/sessions/<row:session_pk>/team/", sessions.seat, name="stamping_seat"),
    path(
        "stamping/sessions/<row:session_pk>/team/<row:seat_pk>/leave/",
        sessions.unseat,
        name="stamping_unseat",
    ),
    path("stamping/sessions/<row:session_pk>/pieces/", sessions.announce, name="stamping_announce"),
    path(
        "stamping/sessions/<row:session_pk>/pieces/<row:piece_pk>/remove/",
        sessions.release,
        name="stamping_release",
    ),
    path("stamping/sessions/<row:session_pk>/open/", sessions.open_session, name="stamping_open_session"),
    path("stamping/sessions/<row:session_pk>/cancel/", sessions.cancel, name="stamping_cancel_session"),
    path("stamping/sessions/<row:session_pk>/close/", sessions.close, name="stamping_close_session"),
    path("stamping/sessions/<row:session_pk>/sign/", sessions.sign, name="stamping_sign_minutes"),
    path("stamping/sessions/<row:session_pk>/minutes.pdf", sessions.minutes_file, name="stamping_minutes"),
]

urlpatterns = [
    *_sessions,
    path("stamping/people/", people.people, name="stamping_people"),
    path("stamping/people/accredit/", people.accredit, name="stamping_accredit"),
    path("stamping/people/<row:accreditation_pk>/end/", people.end, name="stamping_end_accreditation"),
    path("stamping/people/declare/", people.declare, name="stamping_declare"),
    path("stamping/people/settle/", people.settle, name="stamping_settle"),
    path("stamping/agreement/", people.agreement, name="stamping_agreement"),
    path("stamping/day/", day.day, name="stamping_day"),
    path("stamping/worker.js", day.worker, name="stamping_worker"),
    path("stamping/", desk.desk, name="stamping"),
    path("stamping/<row:pk>/accept/", desk.accept, name="stamping_accept"),
    path("stamping/<row:pk>/return/", desk.send_back, name="stamping_return"),
    path("stamping/token/", inspection.token, name="stamping_token"),
    path("stamping/sheets/<row:pk>/<int:position>.jpg", inspection.photo, name="stamping_photo"),
    path("stamping/<row:pk>/evaluation/", inspection.evaluation, name="stamping_evaluation"),
    path("stamping/<row:pk>/decision/", decisions.decision, name="stamping_decision"),
    path("stamping/labels/<slug:public_id>/", labels.label, name="stamping_label"),
    path("stamping/appeals/<row:appeal_pk>/begin/", desk.begin_appeal, name="stamping_begin_appeal"),
    path("stamping/prints/", printing.prints, name="stamping_prints"),
    path("stamping/prints/<row:run_pk>/", printing.print_run, name="stamping_print_run"),
    path("stamping/prints/<row:run_pk>/labels.pdf", printing.print_file, name="stamping_print_file"),
    path("stamping/labels/", labels.find, name="stamping_labels"),
    path("stamping/labels/<slug:public_id>/suspend/", labels.suspend, name="stamping_suspend"),
    path("stamping/labels/<slug:public_id>/propose/", labels.propose, name="stamping_propose"),
    path(
        "stamping/labels/<slug:public_id>/confirm/<row:proposal_pk>/", labels.confirm, name="stamping_confirm"
    ),
    path("stamping/labels/<slug:public_id>/void/", labels.void, name="stamping_void"),
    path("stamping/labels/<slug:public_id>/replace/", labels.replace, name="stamping_replace"),
    path("stamping/labels/<slug:public_id>/affix/", labels.affix, name="stamping_affix"),
    path("stamps/", public.register, name="stamps"),
    path("stamps/stamps.csv", public.register_table, name="stamps_table"),
    path("stamps/centres/<slug:slug>/", people.centre, name="stamp_centre"),
    path("stamps/rules/", rules.rules, name="stamp_rules"),
    path("stamps/rules/<str:scheme_code>/", rules.scheme, name="stamp_scheme"),
    path("stamps/lessons/", rules.all_lessons, name="stamp_lessons"),
    path("stamps/lessons/<slug:lesson_code>/", rules.lesson, name="stamp_lesson"),
    path("stamps/<slug:public_id>/", public.sheet, name="stamp"),
]
