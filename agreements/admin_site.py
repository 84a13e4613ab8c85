"""The admin site: one login for everything, and 404 for whoever is not staff (domain.md §7)."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse


class HouseAdminSite(AdminSite):
    """The plain admin in German under the one login."""

    site_header = "Zielvereinbarung: Verwaltung"
    site_title = "Verwaltung"
    index_title = "Stammdaten und Vereinbarungen"
    site_url = "/"
    enable_nav_sidebar = False  # the lists need the width; the index is one click away

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A person who is logged in and not staff is told nothing, whatever the address."""
        inner = super().admin_view(view, cacheable)

        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return gate

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one login: /anmelden/."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("login"))
