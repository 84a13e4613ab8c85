"""Addresses of the lower floor (contract.md)."""

from django.urls import path

from agreements.views import agreement

urlpatterns = [
    path("vereinbarungen/", agreement.agreement_list, name="agreement-list"),
    path("vereinbarungen/<slug:key>/", agreement.agreement, name="agreement"),
    path("vereinbarungen/<slug:key>/pdf/", agreement.pdf, name="agreement-pdf"),
]
