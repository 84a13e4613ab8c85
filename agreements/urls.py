"""Addresses of the lower floor (contract.md)."""

from django.urls import path

from agreements.views import agreeing, agreement, amending, draft_rows, draft_texts, drafting, signing, verifying

DRAFT = "vereinbarungen/<slug:key>/bearbeiten"
SIGNING = "vereinbarungen/<slug:key>/unterzeichnen"

urlpatterns = [
    path("vereinbarungen/", agreement.agreement_list, name="agreement-list"),
    path("vereinbarungen/<slug:key>/", agreement.agreement, name="agreement"),
    path("vereinbarungen/<slug:key>/pdf/", agreement.pdf, name="agreement-pdf"),
    path("vereinbarungen/<slug:key>/docx/", agreement.docx, name="agreement-docx"),
    path(f"{DRAFT}/", drafting.overview, name="draft"),
    path(f"{DRAFT}/abschnitt/neu/", draft_rows.section_new, name="draft-section-new"),
    path(f"{DRAFT}/abschnitt/<int:pk>/", draft_rows.section, name="draft-section"),
    path(f"{DRAFT}/abschnitt/<int:pk>/text/", draft_texts.section_text, name="draft-section-text"),
    path(f"{DRAFT}/abschnitt/<int:pk>/neu/", draft_rows.target_new, name="draft-target-new"),
    path(f"{DRAFT}/ziel/<slug:code>/", draft_rows.target, name="draft-target"),
    path(f"{DRAFT}/ziel/<slug:code>/text/", draft_texts.target_text, name="draft-target-text"),
    path(f"{DRAFT}/ziel/<slug:code>/<slug:kind>/neu/", draft_rows.part_new, name="draft-part-new"),
    path(f"{DRAFT}/ziel/<slug:code>/<slug:kind>/<int:pk>/", draft_rows.part, name="draft-part"),
    path(f"{DRAFT}/<slug:kind>/<int:pk>/verschieben/", drafting.move, name="draft-move"),
    path(f"{DRAFT}/<slug:kind>/<int:pk>/entfernen/", drafting.remove, name="draft-remove"),
    path("vereinbarungen/<slug:key>/schritt/", agreeing.step, name="agreement-step"),
    path("vereinbarungen/<slug:key>/abstimmen/", agreeing.table, name="agreement-agreeing"),
    path("vereinbarungen/<slug:key>/abstimmen/runde/", agreeing.finish_round, name="agreement-round"),
    path("vereinbarungen/<slug:key>/abstimmen/wert/<int:value>/", agreeing.propose, name="value-propose"),
    path("vereinbarungen/<slug:key>/abstimmen/wert/<int:value>/annehmen/", agreeing.accept, name="value-accept"),
    path("vereinbarungen/<slug:key>/abstimmen/ziel/<slug:code>/", agreeing.remark, name="target-remark"),
    path(f"{SIGNING}/", signing.signing, name="agreement-signing"),
    path(f"{SIGNING}/schritt/", signing.step, name="signing-step"),
    path(f"{SIGNING}/datei/<int:number>/", signing.file, name="signature-file"),
    path(f"{SIGNING}/<int:place>/<slug:way>/", signing.sign, name="agreement-sign"),
    path("vereinbarungen/<slug:key>/pruefen/", verifying.verifying, name="agreement-verify"),
    path("vereinbarungen/<slug:key>/pruefen/<uuid:number>/", verifying.verified, name="agreement-verified"),
    path("vereinbarungen/<slug:key>/nachtrag/", amending.new, name="agreement-amend"),
]
