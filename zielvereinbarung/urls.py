"""All addresses: the upper floor first, it may replace what the lower one offers."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("monitoring.urls")),
    path("", include("agreements.urls")),
]
