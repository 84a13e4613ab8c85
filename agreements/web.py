"""The gate every view uses: who is asking on which day, may they see it (404), may they do it (403); and attachments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agreements.models import Actor, Agreement, User

LAST_VISIT = "last_visit"  # in the session: when this person logged in the time before, as ISO text
Rule = Callable[[Actor, Any], bool]
View = Callable[..., HttpResponseBase]


class HouseRequest(HttpRequest):
    """A request that has passed ActorMiddleware and the gate: the user is logged in."""

    user: User
    actor: Actor
    today: date


def today() -> date:
    """The date of the demonstration (TODAY, only with DEBUG), else the clock; for views and commands alone."""
    return settings.TODAY or timezone.localdate()


class ActorMiddleware:
    """Says on every request who asks on which day: `request.actor`, `request.today`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponseBase:
        request.today = today()
        request.actor = Actor(request.user, request.today)
        return self.get_response(request)


def permitted(see: Rule, do: Rule | None = None) -> Callable[[View], View]:
    """The gate. Anonymous: to the login. An agreement named by `key` that is not visible, or `see` false: 404.

    POST needs `do`: 405 where the page has no verb, 403 where the person may not. The view gets the agreement
    instead of its key.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gate(anyone: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if anyone.method not in {"GET", "HEAD"} and (do is None or anyone.method != "POST"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"] if do else ["GET", "HEAD"])
            if not anyone.user.is_authenticated:
                return redirect_to_login(anyone.get_full_path())
            request = cast(HouseRequest, anyone)
            subject = None
            if "key" in kwargs:
                visible = Agreement.objects.visible_to(request.actor).with_partners()
                subject = kwargs["agreement"] = get_object_or_404(visible, key=kwargs.pop("key"))
            if not see(request.actor, subject):
                raise Http404
            if request.method == "POST" and do is not None and not do(request.actor, subject):
                raise PermissionDenied
            return view(request, **kwargs)

        gate.see, gate.do = see, do  # type: ignore[attr-defined]
        return gate

    return decorate


def client_address(request: HttpRequest) -> str:
    """Who is asking, for the throttle: behind a proxy the address the proxy names last, else the connection's."""
    if settings.BEHIND_PROXY:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def public(view: View) -> View:
    """Marks a view that needs no login, so that the test of all addresses can tell it from a forgotten gate."""
    view.public = True  # type: ignore[attr-defined]
    return view


def attachment(content: bytes, filename: str, content_type: str, *, inline: bool = False) -> HttpResponse:
    """Bytes as a file with a name that survives umlauts (RFC 6266); never cached, never sniffed."""
    response = HttpResponse(content, content_type=content_type)
    ascii_name = filename.encode("ascii", "replace").decode().replace("?", "_")
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(filename)}"
    response["Cache-Control"] = "private, no-store"
    return response
