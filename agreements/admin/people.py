"""Accounts, groups and memberships in the admin; only a superuser hands out the rights of the admin itself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest

from agreements.admin.base import AuditedAdmin
from agreements.models import Membership, User

RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(AuditedAdmin, DjangoGroupAdmin):
    """Groups of rights for the admin."""

    filter_horizontal = []  # its widget is not accessible


class MembershipInline(admin.StackedInline):
    """What the person may do for which party, and from when to when."""

    model = Membership
    fk_name = "user"
    extra = 0
    autocomplete_fields = ["party", "deputy_of"]
    fields = [("party", "role", "signatory"), ("valid_from", "valid_to", "deputy_of")]


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):
    """Benutzerkonten."""

    list_display = ["username", "full_name", "email", "parties", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    inlines = [MembershipInline]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "first_name", "last_name", "email", "usable_password", "password1", "password2"],
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__party")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *([] if _is_superuser(request) else RIGHTS)]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The account of a superuser is changed by superusers alone, its password too."""
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description="Name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "–"

    @admin.display(description="gehört zu")
    def parties(self, user: User) -> str:
        """Each party once, with the roles held for it, whenever they hold."""
        words: dict[str, list[str]] = {}
        for membership in user.memberships.all():
            words.setdefault(membership.party.short_name, []).append(membership.get_role_display())
        return "; ".join(f"{party}: {', '.join(dict.fromkeys(roles))}" for party, roles in words.items()) or "–"


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    """Zugehörigkeiten."""

    list_display = ["user", "party", "role", "signatory", "valid_from", "valid_to", "deputy"]
    list_filter = ["role", "signatory", "party__kind"]
    list_select_related = ["user", "party", "deputy_of__user"]
    search_fields = ["user__username", "user__last_name", "party__name", "party__key"]
    ordering = ["user__username", "party__name", "role"]
    autocomplete_fields = ["user", "party", "deputy_of"]

    @admin.display(description="in Vertretung von")
    def deputy(self, membership: Membership) -> str:
        return str(membership.deputy_of.user) if membership.deputy_of else "–"


def _is_superuser(request: HttpRequest) -> Any:
    return getattr(request.user, "is_superuser", False)
