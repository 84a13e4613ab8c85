"""The closed vocabularies of the upper floor, with their German labels; everybody may import them."""

from django.db.models import TextChoices


class FigureStatus(TextChoices):
    """Status of a figure and of every result made of figures (domain.md §4)."""

    ESTIMATED = "estimated", "geschätzt"
    PROVISIONAL = "provisional", "vorläufig"
    FINAL = "final", "endgültig"
    REVISED = "revised", "revidiert"


class Origin(TextChoices):
    """From where a figure was changed."""

    PAGE = "page", "Monatsseite"
    GRID = "grid", "Jahresraster"
    IMPORT = "import", "Import"
    COMMAND = "command", "Kommando"
    ADMIN = "admin", "Verwaltung"


class ReportState(TextChoices):
    """Where a monthly report stands (domain.md §5)."""

    OPEN = "open", "in Arbeit"
    RELEASED = "released", "freigegeben"
    RETURNED = "returned", "mit Rückfrage zurück"
    ACCEPTED = "accepted", "abgenommen"


class AttainmentStatus(TextChoices):
    """How a value stands to its plan, by thresholds g and y (domain.md §4)."""

    GREEN = "green", "im Soll"
    YELLOW = "yellow", "leicht daneben"
    RED = "red", "deutlich daneben"


class ImportState(TextChoices):
    """What became of an import."""

    DONE = "done", "übernommen"
    UNDONE = "undone", "zurückgenommen"


class Typing(TextChoices):
    """Whether figures of a month may be typed by hand; imports of settled figures pass in any case (domain.md §5)."""

    OPEN = "open", "offen"
    CLOSED = "closed", "abgeschlossen"
    REOPENED = "reopened", "wieder geöffnet"


class SheetState(TextChoices):
    """What became of an Erfassungsbogen."""

    OPEN = "open", "verschickt"
    RETURNED = "returned", "zurückgekommen"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class ReportVerb(TextChoices):
    """What is done with a monthly report; monitoring.domain.report_lifecycle says which leads where."""

    RELEASE = "release", "freigegeben"
    RETURN = "return", "mit Rückfrage zurückgegeben"
    ACCEPT = "accept", "abgenommen"


class MeasureState(TextChoices):
    """Where a steering measure stands."""

    OPEN = "open", "geplant"
    RUNNING = "running", "in Umsetzung"
    DONE = "done", "abgeschlossen"
    DROPPED = "dropped", "nicht weiterverfolgt"


class Urgency(TextChoices):
    """How close the last day of a steering measure is, as long as somebody works on it."""

    OVERDUE = "overdue", "überfällig"
    SOON = "soon", "bald fällig"


class BatchState(TextChoices):
    """Where a batch of papers stands."""

    WAITING = "waiting", "wartet"
    RUNNING = "running", "in Arbeit"
    DONE = "done", "fertig"
    FAILED = "failed", "abgebrochen"


class ProposalState(TextChoices):
    """What became of a proposal to fix a plan."""

    OPEN = "open", "offen"
    FIXED = "fixed", "festgelegt"
    REFUSED = "refused", "abgelehnt"
    OUTDATED = "outdated", "überholt"


class SettlementKind(TextChoices):
    """How sure a settlement is."""

    PROVISIONAL = "provisional", "vorläufig"
    FINAL = "final", "endgültig"


class DutyState(TextChoices):
    """Where a duty stands."""

    OPEN = "open", "offen"
    RUNNING = "running", "in Arbeit"
    DONE = "done", "erfüllt"
    PARTLY = "partly", "teilweise erfüllt"
    POSTPONED = "postponed", "verschoben"
    DROPPED = "dropped", "entfallen"


class Verdict(TextChoices):
    """What a settlement says of one measure (domain.md §4, status in words)."""

    REACHED = "reached", "erreicht"
    MISSED = "missed", "nicht erreicht"
    PROVISIONAL = "provisional", "vorläufig"
    UNJUDGED = "unjudged", "nicht bewertet"
    OBSERVED = "observed", "beobachtet, kein Ziel"
    NO_VALUE = "no_value", "kein Wert"


class DialogueState(TextChoices):
    """Where a dialogue stands; the minutes of a confirmed one are frozen."""

    PLANNED = "planned", "geplant"
    HELD = "held", "Niederschrift in Arbeit"
    CONFIRMED = "confirmed", "bestätigt"
    CANCELLED = "cancelled", "abgesagt"


class Effective(TextChoices):
    """Whether a programme worked, in the Jobcenter's own judgement."""

    YES = "yes", "ja"
    PARTLY = "partly", "teilweise"
    NO = "no", "nein"


class Continued(TextChoices):
    """Whether a programme goes on."""

    YES = "yes", "ja"
    CHANGED = "changed", "verändert"
    NO = "no", "nein"


class NoticeKind(TextChoices):
    """Why somebody is told something."""

    NEWS = "news", "Neuigkeit"
    REMINDER = "reminder", "Erinnerung"
