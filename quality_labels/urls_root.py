from django.urls import path, re_path

from quality_labels import verifier_views
from quality_labels.views import complaints, log, public

INDEX = r"(?P<index>(?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?$"

urlpatterns = [
    path("V/", verifier_views.ask, name="verifier"),
    path("V/verifier.js", verifier_views.script, name="verifier_script"),
    path("V/worker.js", verifier_views.worker, name="verifier_worker"),
    path("V/data.json", verifier_views.data, name="verifier_data"),
    path("V/damgha.html", verifier_views.saved, name="verifier_file"),
    re_path(r"^V/(?P<digits>[0-9]{1,700})$", verifier_views.check, name="verify"),
    re_path(r"^V/(?P<digits>[0-9]{1,700})/seen$", complaints.seen, name="verify_seen"),
    path("api/v1/statistics", public.figures, name="stamp_statistics"),
    path("keys", log.keys, name="keys"),
    path("status/1", log.status_list, name="status_list"),
    path("checkpoint", log.checkpoint, name="log_checkpoint"),
    re_path(rf"^tile/(?P<level>[0-9]|[1-5][0-9]|6[0-3])/{INDEX}", log.tile, name="log_tile"),
    re_path(rf"^tile/entries/{INDEX}", log.entries, name="log_entries"),
    re_path(r"^proof/(?P<leaf_hash>[0-9a-f]{64})\.tlog-proof$", log.leaf_proof, name="log_leaf_proof"),
    path("proof/<slug:public_id>.tlog-proof", log.label_proof, name="log_label_proof"),
    re_path(r"^schemes/(?P<sha256>[0-9a-f]{64})$", log.scheme, name="scheme_document"),
]
