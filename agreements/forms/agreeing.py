"""Forms of agreeing: a step with its reason, an offer for a plan value, a yes to one, a remark on a target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django import forms

from agreements.choices import AgreementVerb, PlanWay
from agreements.domain.negotiation import Negotiation, Seat, TargetTalk, ValueTalk
from agreements.domain.numbers import NumberError, parse

F = TypeVar("F", bound=forms.Form)

LONGEST = 5000
PERCENT_DECIMALS = 2  # of a change to the prior year
PERCENT_LIMIT = Decimal(1000)  # what the table holds
NUL = "Der Text enthält ein Zeichen, das sich nicht speichern lässt."
OFFERED = [(PlanWay.ABSOLUTE, PlanWay.ABSOLUTE.label), (PlanWay.RELATIVE, PlanWay.RELATIVE.label)]


class Prose(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, label: str, required: bool = False, rows: int = 3, missing: str = "") -> None:
        messages = {
            "max_length": f"Der Text ist zu lang: möglich sind {LONGEST} Zeichen, es sind %(show_value)d.",
            "null_characters_not_allowed": NUL,
        }
        if missing:
            messages["required"] = missing
        super().__init__(
            label=label,
            required=required,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages=messages,
        )


class StepForm(forms.Form):
    """One step of the agreement; back to the draft needs a reason."""

    verb = forms.ChoiceField(
        choices=[(verb.value, verb.label) for verb in (AgreementVerb.PROPOSE, AgreementVerb.WITHDRAW)],
        error_messages={"required": "Der Schritt fehlt.", "invalid_choice": "Diesen Schritt gibt es hier nicht."},
    )
    reason = Prose(label="Grund")

    @property
    def fault(self) -> str:
        """The first thing that is wrong, as one sentence."""
        return next(str(errors[0]) for errors in self.errors.values())


class SeatedForm(forms.Form):
    """Whoever speaks for more than one party says for which; who speaks for one is not asked."""

    party = forms.TypedChoiceField(
        label="für",
        coerce=int,
        error_messages={
            "required": "Bitte angeben, für welchen Partner Sie sprechen.",
            "invalid_choice": "Für diesen Partner sprechen Sie hier nicht.",
        },
    )

    def __init__(self, *args: Any, seats: tuple[Seat, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        field.choices = [(seat.party, seat.name) for seat in seats]  # type: ignore[attr-defined]
        if len(seats) == 1:
            field.widget, field.initial = forms.HiddenInput(), seats[0].party


class ProposalForm(SeatedForm):
    """Angebot or Gegenvorschlag for one value, read as the measure writes its figures (domain.md §8)."""

    value = forms.CharField(
        label="Wert",
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "Bitte einen Wert angeben.", "null_characters_not_allowed": NUL},
    )
    way = forms.ChoiceField(label="gemeint ist", choices=OFFERED)
    reason = Prose(label="Begründung")

    field_order = ("party", "value", "way", "reason")

    def __init__(self, *args: Any, talk: ValueTalk, **kwargs: Any) -> None:
        way = PlanWay.RELATIVE if talk.way == PlanWay.RELATIVE else PlanWay.ABSOLUTE
        super().__init__(*args, seats=talk.seats, prefix=f"wert-{talk.pk}", initial={"way": way}, **kwargs)
        self.talk = talk
        unit = "" if talk.unit == "Anzahl" else f" in {talk.unit}"
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (PlanWay.ABSOLUTE, f"der Wert selbst{unit}"),
            (PlanWay.RELATIVE, PlanWay.RELATIVE.label),
        ]

    def clean(self) -> dict[str, Any]:
        """The value as Decimal. Adds a German sentence at the field for what cannot be read."""
        cleaned = super().clean() or {}
        if "value" in cleaned and "way" in cleaned:
            try:
                cleaned["value"] = self._number(cleaned["value"], PlanWay(cleaned["way"]))
            except NumberError as error:
                self.add_error("value", str(error))
        return cleaned

    def _number(self, text: str, way: PlanWay) -> Decimal:
        if way == PlanWay.ABSOLUTE:
            return parse(text, decimals=self.talk.decimals, unit=self.talk.unit)
        percent = parse(text, decimals=PERCENT_DECIMALS, unit="%", allow_negative=True)
        if abs(percent) >= PERCENT_LIMIT:
            raise NumberError("Eine Veränderung zum Vorjahr liegt unter 1.000 %.")
        return percent


class AcceptForm(SeatedForm):
    """A yes to one offer, with the version of the draft's row beside which it was read."""

    proposal = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput, error_messages={"required": "Der Vorschlag fehlt."}
    )
    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, error_messages={"required": "Die Fassung fehlt."}
    )

    def __init__(self, *args: Any, talk: ValueTalk, **kwargs: Any) -> None:
        super().__init__(*args, seats=talk.seats, **kwargs)

    @property
    def fault(self) -> str:
        """The first thing that is wrong, as one sentence."""
        return next(str(errors[0]) for errors in self.errors.values())


class RemarkForm(SeatedForm):
    """What a party says to a target."""

    text = Prose(label="Anmerkung", required=True, missing="Die Anmerkung ist leer.")

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"ziel-{code}", **kwargs)


@dataclass(frozen=True, kw_only=True)
class ValueDesk:
    """A value and the form for an offer; None for who may not make one."""

    talk: ValueTalk
    form: ProposalForm | None


@dataclass(frozen=True, kw_only=True)
class TargetDesk:
    """A target with its values and the form for a remark; None for who may not make one."""

    talk: TargetTalk
    values: tuple[ValueDesk, ...]
    remark: RemarkForm | None


def desks(negotiation: Negotiation, *, open: bool, sent: forms.Form | None = None) -> tuple[TargetDesk, ...]:
    """All targets with their forms, empty save the one that was sent and is faulty; without forms where nothing is open."""
    return tuple(
        TargetDesk(
            talk=target,
            values=tuple(
                ValueDesk(talk=value, form=_form(ProposalForm(talk=value), sent) if open and value.seats else None)
                for value in target.values
            ),
            remark=_form(RemarkForm(code=target.code, seats=negotiation.seats), sent)
            if open and negotiation.seats
            else None,
        )
        for target in negotiation.targets
    )


def _form(empty: F, sent: forms.Form | None) -> F:
    """The form that was sent in place of the empty one of the same prefix; the page opens where it is faulty."""
    if not isinstance(sent, type(empty)) or sent.prefix != empty.prefix:
        return empty
    faulty = next(iter(sent.errors), "reason" if "reason" in sent.fields else "text")
    sent.fields[faulty].widget.attrs["autofocus"] = True
    return sent
