"""Forms of signing: ready or back to agreeing, and the three ways to sign; what a file must be, its service says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from agreements.choices import AgreementVerb, SignatureWay
from agreements.forms.agreeing import Prose

SMALL = 1024 * 1024  # bytes of a PKCS#12 file at most
MOST_SENT = SMALL + 64 * 1024  # of the whole request: below what Django keeps in memory, so the key never meets a disk
TOO_LARGE = "Die Datei ist größer als 1 MB; eine Zertifikatsdatei ist das nicht."
NO_FILE = {"required": "Bitte eine Datei auswählen.", "empty": "Die Datei ist leer."}


class FinishForm(forms.Form):
    """Ready for signing, or back to agreeing with a reason, which its service asks for."""

    verb = forms.ChoiceField(
        choices=[(verb.value, verb.label) for verb in (AgreementVerb.FINISH, AgreementVerb.REOPEN)],
        error_messages={"required": "Der Schritt fehlt.", "invalid_choice": "Diesen Schritt gibt es hier nicht."},
    )
    reason = Prose(label="Grund, den die Partner lesen")

    @property
    def fault(self) -> str:
        """The first thing that is wrong, as one sentence."""
        return next(str(errors[0]) for errors in self.errors.values())


class PartnerForm(forms.Form):
    """Forms of several partners and ways stand on one page: their fields are named by both."""

    way: SignatureWay
    file: str  # the field with the file

    def __init__(self, data: Any = None, files: Any = None, *, place: int) -> None:
        super().__init__(data, files, auto_id=f"id-{place}-{self.way}-%s")

    def refuse(self, message: str, about: str) -> None:
        """Says it at the field it is about, or at the head of the form."""
        self.add_error({"file": self.file, "": None}.get(about, about), message)


class PaperForm(PartnerForm):
    """Who signed the printed paper on which day, and its scan."""

    way = SignatureWay.PAPER
    file = "scan"
    signer = forms.CharField(
        label="Unterschrieben von",
        max_length=160,
        error_messages={"required": "Bitte angeben, wer unterschrieben hat."},
    )
    signed_on = forms.DateField(
        label="Unterschrieben am",
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Bitte den Tag der Unterschrift angeben.",
            "invalid": "Das ist kein Datum; richtig wäre zum Beispiel 20.10.2014.",
        },
    )
    scan = forms.FileField(
        label="Scan des unterschriebenen Papiers",
        help_text="PDF, PNG oder JPEG, höchstens 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages=NO_FILE,
    )

    def sent(self, *, on: date) -> dict[str, Any]:
        """What its service is called with."""
        return self.cleaned_data | {"scan": self.cleaned_data["scan"].read(), "on": on}


class OutsideForm(PartnerForm):
    """The PDF as it came back from the signature card or service."""

    way = SignatureWay.OUTSIDE
    file = "content"
    content = forms.FileField(
        label="Signierte Datei",
        help_text="Die hier heruntergeladene PDF-Datei mit Ihrer Signatur darin, höchstens 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages=NO_FILE,
    )

    def sent(self, *, on: date) -> dict[str, Any]:
        """What its service is called with."""
        return {"content": self.cleaned_data["content"].read()}


class InsideForm(PartnerForm):
    """The signatory's own certificate and its password, used for this moment alone."""

    way = SignatureWay.INSIDE
    file = "pkcs12"
    pkcs12 = forms.FileField(
        label="Zertifikatsdatei",
        help_text="PKCS#12 (.p12 oder .pfx), höchstens 1 MB. Datei und Kennwort werden nicht gespeichert.",
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        error_messages=NO_FILE,
    )
    password = forms.CharField(
        label="Kennwort der Zertifikatsdatei",
        help_text="Leer, wenn die Datei keines hat.",
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    @classmethod
    def too_large(cls, *, place: int) -> InsideForm:
        """The form that says so, without anything of what was sent."""
        form = cls({}, place=place)
        form.errors.clear()
        form.add_error(cls.file, TOO_LARGE)
        return form

    def clean_pkcs12(self) -> Any:
        """Raises ValidationError for a file that is no certificate by its size."""
        file = self.cleaned_data["pkcs12"]
        if file.size > SMALL:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def sent(self, *, on: date) -> dict[str, Any]:
        """What its service is called with."""
        return {"pkcs12": self.cleaned_data["pkcs12"].read(), "password": self.cleaned_data["password"]}


FORMS: tuple[type[PaperForm] | type[OutsideForm] | type[InsideForm], ...] = (PaperForm, OutsideForm, InsideForm)
