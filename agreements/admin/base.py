"""What all admins of the house share: an audit entry for every change, 404 for what is not there, signed stays as signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponseBase

from agreements.admin.fields import GERMAN
from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Agreement
from agreements.services import audit

ADDED, CHANGED, DELETED = "Verwaltung: angelegt", "Verwaltung: geändert", "Verwaltung: gelöscht"
SECRET = frozenset({"password"})
LOCKED_STATES = IN_FORCE
LOCKED = (
    "Diese Vereinbarung ist unterzeichnet. Was unterzeichnet ist, bleibt wie es ist; Änderungen vereinbaren die Partner "
    "in einem Nachtrag."
)
LOOKUPS = ("", "__exact", "__id__exact", "__isnull", "__isempty")  # what the filters of a list ask
LONGEST_NAME = 200  # of AuditEntry.object


class HouseAdmin(admin.ModelAdmin):
    """The plain admin; what a person may not see is not there at all."""

    show_full_result_count = False
    formfield_overrides = GERMAN
    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Headed by what the list holds, not by what to do with it."""
        title = str(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title[:1].upper() + title[1:], **(extra_context or {})})

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> HttpResponseBase:
        raise Http404


class AuditedAdmin(HouseAdmin):
    """Every change leaves an entry in the audit trail, with what the changed fields held before and hold now."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before, after = _changes(form)
        for formset in formsets:
            _add_inlines(formset, before, after)
        if before or after or not change:
            self._record(request, CHANGED if change else ADDED, form.instance, before=before, after=after)
        request.audited = True  # type: ignore[attr-defined]

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """A change that came another way than through the form, as a new password does."""
        if not getattr(request, "audited", False):
            changed = [
                part["changed"].get("fields", []) for part in message if isinstance(part, dict) and "changed" in part
            ]
            names = [_label(obj, str(name)) for fields in changed for name in fields]
            self._record(request, CHANGED, obj, after={"Felder": ", ".join(names)})
        return super().log_change(request, obj, message)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        with transaction.atomic():
            self._record(request, DELETED, obj, before=_values(obj))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with transaction.atomic():
            for obj in queryset:
                self._record(request, DELETED, obj, before=_values(obj))
            super().delete_queryset(request, queryset)

    def _record(self, request: HttpRequest, verb: str, obj: models.Model, **content: Any) -> None:
        audit.record(by=request.user, verb=verb, object=named(obj), **content)  # type: ignore[arg-type]


class LockedWhenSigned(admin.options.BaseModelAdmin):
    """A signed agreement and everything below it is read-only."""

    def agreement_of(self, obj: Any) -> Agreement:
        """The agreement an object belongs to; for an inline, the object is its parent."""
        return obj if isinstance(obj, Agreement) else obj.agreement

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self.is_locked(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self.is_locked(obj)

    def is_locked(self, obj: Any) -> bool:
        """Of None, the question is about the list: it is not."""
        return obj is not None and self.agreement_of(obj).state in LOCKED_STATES


class LockedInline(LockedWhenSigned, admin.options.InlineModelAdmin):
    """Rows below what may be signed: then none is added either."""

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:  # type: ignore[override]
        return super().has_add_permission(request, obj) and not self.is_locked(obj)


class LockedAdmin(LockedWhenSigned, AuditedAdmin):
    """An admin below a signature; the page says why nothing can be changed."""

    change_form_template = "admin/agreements/change_form.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["locked"] = LOCKED if self.is_locked(obj) else ""
        return super().render_change_form(request, context, *args, **kwargs)


class ReadOnlyAdmin(HouseAdmin):
    """To be looked at; the list is filtered by nothing but its own filters, lest a filter tell what a page does not show."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        filters = [item[0] if isinstance(item, list | tuple) else item for item in self.list_filter]
        allowed = [
            item.parameter_name if isinstance(item, type) and issubclass(item, SimpleListFilter) else str(item)
            for item in filters
        ]
        return lookup in {f"{name}{ending}" for name in allowed if name for ending in LOOKUPS}


def named(obj: models.Model) -> str:
    """How the audit trail names an object: "Datenreihe INT", "Ziel me-aktiv-2014 iq"."""
    key = obj.natural_key() if hasattr(obj, "natural_key") else (str(obj),)
    words = " ".join(str(part) for part in key if part is not None)
    return f"{obj._meta.verbose_name} {words}"[:LONGEST_NAME]


def _label(obj: models.Model, name: str) -> str:
    """The German name of a field; of what is no field, the name itself."""
    fields = {field.name: str(getattr(field, "verbose_name", name)) for field in obj._meta.get_fields()}
    return fields.get(name, name)


def _values(obj: models.Model) -> dict[str, Any]:
    """All fields of an object by their German names."""
    fields = [field for field in obj._meta.concrete_fields if not field.primary_key and field.name not in SECRET]
    return {str(field.verbose_name): _plain(getattr(obj, field.name)) for field in fields}


def _changes(form: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after of the changed fields of a bound form, by their German names; secrets are left out."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in form.changed_data:
        if name in SECRET or name.startswith("password") or name not in form.fields or name not in form.cleaned_data:
            continue
        field = form.fields[name]
        label = str(field.label or name)
        initial = form.get_initial_for_field(field, name)
        if initial not in (None, "", []):
            before[label] = _initial(field, initial)
        after[label] = _plain(form.cleaned_data[name])
    return before, after


def _add_inlines(formset: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Rows of an inline under their own names: changed ones, new ones, deleted ones."""
    forms_by_row = {form.instance.pk: form for form in formset.forms}
    for obj, _ in formset.changed_objects:
        before[named(obj)], after[named(obj)] = _changes(forms_by_row[obj.pk])
    for obj in formset.new_objects:
        after[named(obj)] = _changes(forms_by_row[obj.pk])[1]
    for obj in formset.deleted_objects:
        before[named(obj)] = _values(obj)


def _initial(field: forms.Field, value: Any) -> Any:
    """A key in a form's initial values as the thing it names."""
    queryset = getattr(field, "queryset", None)
    if queryset is None or isinstance(value, models.Model | list | models.QuerySet):
        return _plain(value)
    return _plain(queryset.model._base_manager.filter(pk=value).first() or value)


def _plain(value: Any) -> Any:
    """As the audit trail can hold it."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, models.QuerySet | list | tuple | set):
        return sorted(str(item) for item in value) if not isinstance(value, list) else [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool | None) or hasattr(value, "isoformat") else str(value)
