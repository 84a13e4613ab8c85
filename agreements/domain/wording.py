"""What was agreed and what a signature is worth, in words: plan values with direction and year, the three ways to sign."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agreements.choices import AgreementState, Direction, PlanWay, SignatureWay, TargetKind
from agreements.domain.numbers import format_signed, format_value

# domain.md §8: a click is never called a qualified signature, and paper is not checked by software.
SIGNATURE_WORTH = {
    SignatureWay.PAPER: "Unterzeichnet auf Papier. Maßgeblich ist das unterschriebene Blatt; die Anwendung hat die "
    "Unterschrift nicht geprüft.",
    SignatureWay.OUTSIDE: "Außerhalb der Anwendung elektronisch signiert. Die hochgeladene Datei wurde geprüft; ob die "
    "Signatur qualifiziert ist, sagt das Ergebnis der Prüfung.",
    SignatureWay.INSIDE: "In der Anwendung mit dem eigenen Zertifikat signiert. Welchen Rang das Zertifikat hat, sagt das "
    "Ergebnis der Prüfung.",
}
UNCHANGED: dict[Direction | None, str] = {
    Direction.AT_LEAST: "nicht weniger als",
    Direction.AT_MOST: "nicht mehr als",
}
UNSIGNED = "Noch nicht unterzeichnet."


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What was agreed on one measure; plan in the unit of the measure, relative_percent against the prior year."""

    kind: TargetKind
    way: PlanWay
    plan: Decimal | None = None
    relative_percent: Decimal | None = None
    direction: Direction | None = None
    unit: str = ""
    year: int


def plan_words(promise: Promise) -> str:
    """ "mindestens 20,6 % im Jahr 2014"; a forecast is called one and never a plan (domain.md §3)."""
    if promise.way == PlanWay.ABSOLUTE and promise.plan is not None:
        value = format_value(promise.plan, own_decimals(promise.plan), promise.unit)
        return f"{_forecast(promise)}{_bound(promise)}{value} im Jahr {promise.year}"
    if promise.way == PlanWay.RELATIVE and promise.relative_percent is not None:
        return f"{_forecast(promise)}{_change(promise.relative_percent, promise.direction)} im Jahr {promise.year - 1}"
    return "ohne Planwert"


def printed_plan(promise: Promise) -> str:
    """The value as the table of targets prints it, where nobody words it otherwise: "20,6", "17.283 €", "zum VJ um +5 %".

    Percent, numbers and persons go without unit, which stands in the name of the measure; empty without a plan.
    """
    if promise.way == PlanWay.ABSOLUTE and promise.plan is not None:
        return format_value(promise.plan, own_decimals(promise.plan), "€" if promise.unit == "€" else "")
    if promise.way == PlanWay.RELATIVE and promise.relative_percent is not None:
        percent = promise.relative_percent
        return f"zum VJ um {format_signed(percent, own_decimals(percent))}\u00a0%"
    return ""


def own_decimals(value: Decimal) -> int:
    """As many decimals as the agreed value itself has: 20.6000 has one, 17283.0000 none."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -int(exponent))


def signature_worth(way: SignatureWay | None, state: AgreementState) -> str:
    """What stands behind a signature; without one, whether it is still awaited."""
    if way is not None:
        return SIGNATURE_WORTH[way]
    if state in {AgreementState.DRAFT, AgreementState.AGREEING, AgreementState.READY}:
        return UNSIGNED
    return "Zu dieser Unterschrift ist nichts hinterlegt."


def field_name(place: int) -> str:
    """The name of the signature field of a partner in the paper; `place` counts from 1 in the order of the cover."""
    return f"Unterschrift_{place}"


def signature_result(*, issuer: str, trusted: bool | None, qualified: bool) -> str:
    """What the check of an electronic signature found; `trusted` is None where no trusted authority is named."""
    chain = (
        "Die Zertifikatskette wurde nicht gegen eine vertraute Stelle geprüft, denn es ist keine hinterlegt."
        if trusted is None
        else "Die Zertifikatskette endet bei einer vertrauten Stelle."
    )
    rank = (
        "Das Zertifikat nennt sich qualifiziert; die Vertrauensliste der EU wurde nicht befragt."
        if qualified
        else "Eine qualifizierte elektronische Signatur ist das nicht."
    )
    return (
        f"Die Signatur ist gültig und der Inhalt unverändert. Zertifikat von „{issuer}“. {chain} {rank} "
        "Eine Sperrung des Zertifikats wurde nicht abgefragt."
    )


def _forecast(promise: Promise) -> str:
    return "Prognose: " if promise.kind == TargetKind.MONITORING else ""


def _bound(promise: Promise) -> str:
    if promise.direction in {Direction.AT_LEAST, Direction.AT_MOST}:
        return f"{promise.direction.label} "
    return ""


def _change(percent: Decimal, direction: Direction | None) -> str:
    """ "mindestens 5 % mehr als"; a change of 0 % is "nicht mehr als" or "nicht weniger als"."""
    if not percent:
        return UNCHANGED.get(direction, "so viel wie")
    size = format_value(abs(percent), own_decimals(percent), "%")
    more = percent > 0
    comparison = f"{size} {'mehr' if more else 'weniger'} als"
    if direction == Direction.AT_LEAST:
        return f"{'mindestens' if more else 'höchstens'} {comparison}"
    if direction == Direction.AT_MOST:
        return f"{'höchstens' if more else 'mindestens'} {comparison}"
    return comparison
