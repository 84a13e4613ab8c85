"""The file that somebody wants checked."""

from __future__ import annotations

from typing import Any

from django import forms

from agreements.documents.pdf_checking import SignatureRefused
from agreements.documents.scans import LARGEST, check_size


class VerifyForm(forms.Form):
    """A PDF; whether it is one, and whose, the check says."""

    file = forms.FileField(
        label="PDF-Datei",
        help_text=f"Höchstens {LARGEST // 1024**2} MB. Die Datei wird geprüft und danach gelöscht.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": "Bitte eine Datei auswählen.", "empty": "Die Datei ist leer."},
    )

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that is too large."""
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
        except SignatureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return file
