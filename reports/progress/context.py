"""A progress report, read as it is now or as it was frozen. Nothing in it asks the database."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from reports.contexts import in_language
from reports.contexts.facts import House
from reports.contexts.frozen import thaw
from reports.contexts.house import house_of
from reports.contexts.languages import language_of_initiative
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from reports.models import Period, Section
from reports.models.progress import HEADINGS
from reports.progress import counting, measuring
from reports.progress.facts import (
    Aim,
    Attendance,
    Correction,
    Count,
    Held,
    Measured,
    Money,
    Payment,
    Result,
    Text,
)

FORMAT = "progress/1"


@dataclass(frozen=True)
class ProgressContext:
    """All that a progress report says. `to_snapshot` and `from_snapshot` turn it into a dict for JSON and
    back, equal."""

    edition: str
    language: str
    composed_at: str
    title: str
    initiative: str
    programme: str
    starts_on: str
    ends_on: str
    due_on: str = ""
    began_on: str = ""
    state: str = ""
    issue: str = ""
    before: str = ""
    counts: tuple[Count, ...] = ()
    dialogues: tuple[Held, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    results: tuple[Result, ...] = ()
    indicators: tuple[Measured, ...] = ()
    currency: str = ""
    second_currency: str = ""
    rate: str = ""
    money: tuple[Money, ...] = ()
    sums: Money | None = None
    payments: tuple[Payment, ...] = ()
    texts: tuple[Text, ...] = ()
    corrections: tuple[Correction, ...] = ()
    house: House | None = None
    aims: tuple[Aim, ...] = ()

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The facts of the period that `report` prints: frozen if it is approved."""
        rows = Period.objects.select_related("initiative__programme")
        return cls.to_take_away(rows.get(pk=report.period_id), edition, at=at)

    @classmethod
    def to_take_away(cls, period, edition="internal", *, at=None):
        """The facts of `period` for a file: what was frozen names nobody who was protected since."""
        told = cls.of_period(period, edition, at=at)
        if period.snapshot is None:
            return told
        parts = {each.name: getattr(told, each.name) for each in fields(told)}
        return replace(told, **rid_of_names(parts, redactor_for(period.initiative.programme_id)))

    @classmethod
    def of_period(cls, period, edition="internal", *, at=None):
        """The facts of `period` for an edition. What is approved says what it said then."""
        if period.snapshot is not None:
            return replace(cls.from_snapshot(period.snapshot), edition=str(edition))
        with in_language(settings.LANGUAGE_CODE):
            parts = facts_of(period)
        return cls(
            edition=str(edition),
            language=language_of_initiative(period.initiative),
            composed_at=moment(at),
            **rid_of_names(parts, redactor_for(period.initiative.programme_id)),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)

    @property
    def is_frozen(self):
        return self.state == Period.State.APPROVED


def facts_of(period):
    """What the report of `period` says as things are now, by the names of ProgressContext."""
    initiative, first, last = period.initiative, period.starts_on, period.ends_on
    earlier = _before(period)
    known = ProgressContext.from_snapshot(earlier.snapshot) if earlier else None
    attendance = counting.attendance_of(initiative, first, last)
    people = sum(row.people for row in attendance)
    results, indicators = measuring.framework_of(initiative, first, last)
    money, sums, payments = counting.money_of(initiative, first, last, rate=period.rate)
    return {
        "title": period.title,
        "initiative": initiative.title,
        "programme": initiative.programme.title,
        "issue": initiative.issue,
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "due_on": period.due_on.isoformat() if period.due_on else "",
        "began_on": counting.began_on(initiative, last),
        "state": period.state,
        "before": earlier.title if earlier else "",
        "counts": _counts(counting.numbers_of(initiative, first, last, people=people), known),
        "dialogues": counting.dialogues_of(initiative, first, last),
        "attendance": attendance,
        "aims": _aims(period, attendance),
        "results": results,
        "indicators": indicators,
        "currency": initiative.budget_currency,
        "second_currency": period.second_currency,
        "rate": "" if period.rate is None else f"{Decimal(period.rate).normalize():f}",
        "money": money,
        "sums": sums,
        "payments": payments,
        "texts": _texts(period),
        "corrections": _corrections(earlier, known) if earlier else (),
        "house": house_of(initiative.programme_id),
    }


def _aims(period, attendance):
    """The groups for which the period aims at a number, each with who came of it."""
    came = {row.group: row for row in attendance}
    nobody = Attendance("")
    return tuple(
        Aim(
            row.group.name,
            came.get(row.group.name, nobody).people,
            row.people,
            None
            if came.get(row.group.name, nobody).is_small
            else came.get(row.group.name, nobody).women,
            row.women,
        )
        for row in period.targets.select_related("group")
    )


def _before(period):
    """The last period that was approved and ended before this one begins; None if there is none."""
    rows = Period.objects.filter(
        initiative=period.initiative_id, state="approved", ends_on__lt=period.starts_on
    )
    return rows.select_related("initiative__programme").order_by("-ends_on", "-pk").first()


def _counts(numbers, known):
    before = {row.key: row.number for row in known.counts} if known else {}
    return tuple(Count(key, str(label), number, before.get(key)) for key, label, number in numbers)


def _texts(period):
    told = ((name, Period._meta.get_field(name).verbose_name) for name in HEADINGS)
    taken = list(period.sections.filter(state=Section.State.TAKEN))
    found = []
    for name, label in told:
        own = [row.text for row in taken if row.heading == name]
        text = "\n\n".join(filter(None, (part.strip() for part in (getattr(period, name), *own))))
        if text:
            found.append(Text(name, str(label)[:1].upper() + str(label)[1:], text))
    apart = (row for row in taken if not row.heading and row.text.strip())
    return (*found, *(Text(f"section-{row.pk}", row.title, row.text.strip()) for row in apart))


def _corrections(earlier, known):
    """What of the figures that `earlier` was approved with is another figure by now."""
    initiative, first, last = earlier.initiative, earlier.starts_on, earlier.ends_on
    people = sum(row.people for row in counting.attendance_of(initiative, first, last))
    numbers = counting.numbers_of(initiative, first, last, people=people)
    now = [(str(label), str(number)) for _key, label, number in numbers]
    said = {row.label: str(row.number) for row in known.counts}
    _money, sums, _payments = counting.money_of(initiative, first, last)
    if known.sums:
        now.append((_("Spent in the period"), sums.spent))
        said[_("Spent in the period")] = known.sums.spent
    results, indicators = measuring.framework_of(initiative, first, last)
    for row in _all_indicators(results, indicators):
        now.append((f"{row.of}: {row.title}", row.actual))
    for row in _all_indicators(known.results, known.indicators):
        said[f"{row.of}: {row.title}"] = row.actual
    return tuple(
        Correction(what, said[what], figure)
        for what, figure in now
        if what in said and said[what] != figure
    )


def _all_indicators(results, indicators):
    return [*(row for result in results for row in result.indicators), *indicators]
