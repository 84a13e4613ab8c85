"""What the check of a handed-in PDF found, in words: whether it is ours, which version, unchanged or not, each signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Origin(Enum):
    """How a file stands to what was frozen here; the value is the finding as one sentence."""

    OURS = "Die Datei stammt von hier und ist unverändert."
    SIGNED_SINCE = (
        "Die Datei stammt von hier, ihr Inhalt ist unverändert; sie trägt Signaturen, die hier nicht hinterlegt sind."
    )
    CHANGED = "Die Datei gibt sich als eine von hier aus, ist aber verändert worden: Sie gilt nicht."
    FOREIGN = (
        "Die Datei stammt nicht von hier: Weder sie noch ein Anfang von ihr ist hinterlegt. "
        "Ein neu gespeichertes, gedrucktes oder gescanntes PDF lässt sich nicht wiedererkennen."
    )


@dataclass(frozen=True, kw_only=True)
class SignatureCheck:
    """What is known of one signature in a file. `trusted` is None where no trusted authority is named."""

    field: str
    signer: str
    issuer: str
    signed_at: datetime | None  # as the signature says itself
    intact: bool  # the bytes it covers are unchanged and were signed with this certificate
    untouched: bool  # what came after it are further signatures at the most
    in_time: bool  # the certificate was valid at `signed_at`, or at the time of the check
    trusted: bool | None
    qualified: bool  # the certificate calls itself qualified
    final: bool  # forbids every further signature

    @property
    def valid(self) -> bool:
        """Nothing speaks against it."""
        return self.intact and self.untouched and self.in_time and self.trusted is not False


@dataclass(frozen=True, kw_only=True)
class PaperSignature:
    """A partner signed on paper; the file itself cannot show it."""

    party: str
    signer: str
    signed_on: date | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """The frozen document that a file is, or pretends to be."""

    name: str  # "Zielvereinbarung Nr. 1"
    agreement: str  # its title
    key: str
    frozen_on: date
    newest: bool  # no later version of it was frozen
    latest: bool  # with all electronic signatures that are kept here
    in_force: bool  # of an agreement: signed by all partners in this version
    parties: dict[str, str]  # by the name of their signature field
    on_paper: tuple[PaperSignature, ...]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The whole finding. `found` is None for a foreign file, of which no signature is looked at."""

    origin: Origin
    found: Found | None = None
    signatures: tuple[SignatureCheck, ...] = ()

    @property
    def good(self) -> bool:
        """Ours, unchanged, and every signature in it valid."""
        unchanged = self.origin in {Origin.OURS, Origin.SIGNED_SINCE}
        return unchanged and all(signature.valid for signature in self.signatures)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One signature in words."""

    good: bool
    who: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class VerdictWords:
    """The verdict as page and command say it."""

    good: bool
    finding: str
    key: str  # of the agreement, empty for a foreign file
    version: tuple[str, ...]
    signatures: tuple[Line, ...]


def verdict_words(verdict: Verdict) -> VerdictWords:
    """Plain German; nothing here calls a signature more than it is (domain.md §8)."""
    found = verdict.found
    return VerdictWords(
        good=verdict.good,
        finding=verdict.origin.value,
        key=found.key if found else "",
        version=_version(found, verdict) if found else (),
        signatures=tuple(_line(each, found) for each in verdict.signatures) if found else (),
    )


def _version(found: Found, verdict: Verdict) -> tuple[str, ...]:
    name = f"{found.name} zu „{found.agreement}“, eingefroren am {found.frozen_on:%d.%m.%Y}."
    if verdict.origin == Origin.CHANGED:
        return (f"Unverändert hinterlegt ist: {name}",)
    said = [name]
    if not found.newest:
        said.append("Diese Fassung ist überholt; eine spätere liegt vor.")
    elif found.in_force:
        said.append("Es ist die Fassung, die alle Partner unterzeichnet haben.")
    if verdict.origin == Origin.OURS and not found.latest:
        said.append("Seither kamen hier weitere Signaturen hinzu; die neueste Datei steht bei der Vereinbarung.")
    if not verdict.signatures:
        said.append("Elektronische Signaturen trägt die Datei nicht.")
    said += [
        f"Auf Papier unterzeichnet: {each.party}"
        + (f", {each.signer}" if each.signer else "")
        + (f", {each.signed_on:%d.%m.%Y}" if each.signed_on else "")
        + ". In der Datei ist das nicht zu sehen; der Scan ist hier hinterlegt."
        for each in found.on_paper
    ]
    return tuple(said)


def _line(check: SignatureCheck, found: Found) -> Line:
    at = f", {check.signed_at:%d.%m.%Y} nach Angabe der Signatur" if check.signed_at else ""
    return Line(
        good=check.valid,
        who=f"{found.parties.get(check.field, check.field)}: {check.signer}{at}",
        sentence=" ".join(_against(check) or _for(check)),
    )


def _against(check: SignatureCheck) -> list[str]:
    """What speaks against a signature; empty for a valid one."""
    said = []
    if not check.intact:
        said.append("Ungültig: Der Inhalt der Datei ist nicht der unterzeichnete.")
    elif not check.untouched:
        said.append("Nach dieser Signatur wurde die Datei verändert, nicht nur weiter unterzeichnet.")
    if not check.in_time:
        said.append("Das Zertifikat war da abgelaufen oder noch nicht gültig.")
    if check.trusted is False:
        said.append(f"Das Zertifikat stammt von „{check.issuer}“; diese Stelle zählt hier nicht zu den vertrauten.")
    return said


def _for(check: SignatureCheck) -> list[str]:
    chain = (
        f"Zertifikat von „{check.issuer}“, nicht gegen eine vertraute Stelle geprüft, denn es ist keine hinterlegt."
        if check.trusted is None
        else f"Zertifikat von „{check.issuer}“, einer vertrauten Stelle."
    )
    rank = (
        "Es nennt sich qualifiziert; die Vertrauensliste der EU wurde nicht befragt."
        if check.qualified
        else "Eine qualifizierte elektronische Signatur ist das nicht."
    )
    return ["Gültig.", chain, rank, "Eine Sperrung wurde nicht abgefragt."]
