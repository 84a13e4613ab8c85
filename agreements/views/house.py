"""Pages of the house itself: account, accessibility, privacy, health."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from agreements.web import LAST_VISIT, public


class EntranceView(LoginView):
    """Anmelden; keeps in the session when this person was here last, for "seit Ihrem letzten Besuch"."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Django overwrites last_login while logging in, so it is read before."""
        before = form.get_user().last_login
        response = super().form_valid(form)
        if before is not None:
            self.request.session[LAST_VISIT] = before.isoformat()
        return response


class AccountView(SuccessMessageMixin, PasswordChangeView):
    """Mein Konto: roles, and a new password."""

    template_name = "registration/account.html"
    success_url = reverse_lazy("account")
    success_message = "Das neue Kennwort gilt ab jetzt."
    see = staticmethod(lambda actor, _: actor.user.is_authenticated)  # PasswordChangeView asks for the login itself


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Erklärung zur Barrierefreiheit (BGG § 12b)."""
    return render(request, "accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """Datenschutzhinweise."""
    return render(request, "privacy.html")


@public
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("lebt\n", content_type="text/plain; charset=utf-8")


@public
def ready(_request: HttpRequest) -> HttpResponse:
    """The database answers and has all migrations; else 503 and why."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:  # whatever the database says, the answer is: not ready
        return HttpResponse("Datenbank antwortet nicht\n", status=503, content_type="text/plain; charset=utf-8")
    if waiting:
        return HttpResponse("Migrationen fehlen\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("bereit\n", content_type="text/plain; charset=utf-8")
