"""Import and export of the catalogue in the admin: preview first, then all or nothing; nothing waits on the server meanwhile."""

from __future__ import annotations

import base64
import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result, RowResult
from import_export.tmp_storages import BaseStorage

from agreements.admin.base import AuditedAdmin
from agreements.documents.tables import TableError
from agreements.domain.numbers import format_number
from agreements.resources.formats import MAX_BYTES, MAX_ROWS, CsvFile, TableFile, XlsxFile
from agreements.web import attachment

log = logging.getLogger(__name__)
SALT = "agreements.admin.exchange"
PREVIEW_HOLDS = 3600  # seconds from preview to confirmation


class SignedUpload(BaseStorage):
    """The file between preview and confirmation travels in the page itself, signed: what was looked at is what is stored."""

    content = b""

    def save(self, data: bytes) -> None:
        self.content = data
        self.name = signing.dumps(base64.b64encode(data).decode(), salt=SALT, compress=True)

    def read(self) -> bytes:
        """Raises BadSignature where the name is not ours or too old."""
        return self.content or base64.b64decode(signing.loads(self.name, salt=SALT, max_age=PREVIEW_HOLDS))

    def remove(self) -> None:
        """Nothing was put anywhere."""


class UploadForm(ImportForm):
    """One file, of a bounded size; what kind it is, its bytes say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"] = forms.CharField(widget=forms.HiddenInput, initial="0")
        field = self.fields["import_file"]
        field.label = "Datei"
        field.widget.attrs["accept"] = ".csv,.xlsx"
        field.help_text = (
            f"CSV (Semikolon, UTF-8) oder XLSX, höchstens {MAX_BYTES // 1_000_000} MB "
            f"und {format_number(MAX_ROWS, 0)} Zeilen. Die erste Zeile nennt die Spalten."
        )

    def clean_format(self) -> str:
        return "0"

    def clean_import_file(self) -> Any:
        """Refuses before anything is read into memory."""
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"Die Datei ist zu groß; erlaubt ist höchstens {MAX_BYTES // 1_000_000} MB.")
        return file

    @property
    def media(self) -> forms.Media:
        """There is no format to guess."""
        return forms.Media()


class DownloadForm(ExportForm):
    """Which kind of file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["format"]
        field.label = "Dateiformat"
        field.choices = [choice for choice in field.choices if choice[0]]
        field.initial = "0"


class ExchangeAdmin(ImportExportMixin, AuditedAdmin):
    """An admin whose rows can be written to a file and read from one."""

    import_formats = (TableFile,)
    export_formats = (XlsxFile, CsvFile)
    import_form_class = UploadForm
    confirm_form_class = ConfirmImportForm
    export_form_class = DownloadForm
    tmp_storage_class = SignedUpload
    skip_admin_log = True  # the audit trail has the entry, with its content

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add and change the rows by hand."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        if not isinstance(e, TableError):
            log.error("Katalog: Datei nicht lesbar", exc_info=e)
        form.add_error("import_file", str(e) if isinstance(e, TableError) else "Die Datei lässt sich nicht lesen.")

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The second step: stores what was previewed, or shows what has become wrong since."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        try:
            content = SignedUpload(name=form.cleaned_data["import_file_name"]).read() if form.is_valid() else b""
        except signing.BadSignature:
            content = b""
        if not content:
            messages.error(request, "Die Vorschau ist abgelaufen. Bitte die Datei noch einmal auswählen.")
            return redirect(self._address("import"))
        result = self.process_dataset(TableFile().create_dataset(content), form, request)
        if result.has_errors() or result.has_validation_errors():
            context = self.admin_site.each_context(request) | {"title": "Import", "opts": self.opts, "result": result}
            return TemplateResponse(request, [self.import_template_name], context | {"form": self._empty_form(request)})
        return self.process_result(result, request)

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        counts = [
            f"{result.totals[RowResult.IMPORT_TYPE_NEW]} neu",
            f"{result.totals[RowResult.IMPORT_TYPE_UPDATE]} geändert",
            f"{result.totals[RowResult.IMPORT_TYPE_SKIP]} unverändert",
        ]
        messages.success(request, f"Eingelesen: {', '.join(counts)}.")

    def get_export_filename(self, request: Any, queryset: models.QuerySet[Any], file_format: Any) -> str:
        name = str(self.opts.verbose_name_plural).lower()
        return f"{name}-{request.today:%Y-%m-%d}.{file_format.get_extension()}"

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: models.QuerySet[Any], export_form: Any = None
    ) -> HttpResponseBase:
        content = self.get_export_data(file_format, request, queryset, encoding=None, export_form=export_form)
        name = self.get_export_filename(request, queryset, file_format)
        return attachment(content, name, file_format.get_content_type())

    def _address(self, page: str) -> str:
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _empty_form(self, request: HttpRequest) -> forms.Form:
        return UploadForm(self.get_import_formats(), self.get_import_resource_classes(request))
