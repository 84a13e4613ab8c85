"""All addresses: the upper floor first, it may replace what the lower one offers."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from agreements.views import house
from agreements.web import public

urlpatterns = [
    path("admin/", admin.site.urls),
    path("anmelden/", public(house.EntranceView.as_view()), name="login"),
    path("abmelden/", public(LogoutView.as_view()), name="logout"),
    path("konto/", house.AccountView.as_view(), name="account"),
    path("barrierefreiheit/", house.accessibility, name="accessibility"),
    path("datenschutz/", house.privacy, name="privacy"),
    path("lebt/", house.alive, name="alive"),
    path("bereit/", house.ready, name="ready"),
    path("", include("monitoring.urls")),
    path("", include("agreements.urls")),
]
