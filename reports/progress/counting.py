"""Counts what happened in a period of an initiative, in a number of queries that does not grow."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Count as Number
from django.db.models import Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dialogues.models import ActionPoint, BudgetEntry, Contribution, Dialogue, Participation
from dialogues.when import where_in_words
from reports.progress.facts import SMALL, Attendance, Held, Money, Payment
from roadmaps.models import Action, ActionUpdate, Recommendation
from stakeholders.models import Gender

GENDERS = {Gender.WOMAN: "women", Gender.MAN: "men", Gender.OTHER: "others", "": "unsaid"}
CENT = Decimal("0.01")
# For whom somebody was there: as was written down, else as the register has it (as the balance counts).
GROUP = Coalesce("group__name", "person__group__name", "person__organisation__group__name")


def held_in(initiative, first, last):
    """Dialogues of `initiative` that ended from `first` to `last`, and were not cancelled."""
    return Dialogue.objects.filter(
        initiative=initiative, cancelled_at__isnull=True, ends_on__range=(first, last)
    )


def began_on(initiative, last):
    """The day, as text, on which the first dialogue of `initiative` began that was held until `last`, or on
    which the first payment was made, whichever was earlier; empty if neither was. Two queries."""
    held = held_in(initiative, date.min, last).aggregate(day=Min("starts_on"))["day"]
    paid = BudgetEntry.objects.filter(line__initiative=initiative, spent_on__lte=last)
    days = [day for day in (held, paid.aggregate(day=Min("spent_on"))["day"]) if day]
    return min(days).isoformat() if days else ""


def dialogues_of(initiative, first, last):
    """The Held of each dialogue of the period, in the order of their days; two queries."""
    attended = Number("participations", filter=Q(participations__status="attended"))
    rows = held_in(initiative, first, last).annotate(attended=attended)
    return tuple(_held(row) for row in rows.order_by("starts_on", "pk"))


def _held(row):
    kind = str(row.get_kind_display())
    return Held(
        title=row.title if row.is_public else kind,
        kind=kind,
        starts_on=row.starts_on.isoformat(),
        ends_on=row.ends_on.isoformat(),
        place=where_in_words(row) if row.is_public else "",
        people=row.attended,
    )


def attendance_of(initiative, first, last):
    """The Attendance of each stakeholder group in the period, the largest first; one query."""
    rows = Participation.objects.filter(
        dialogue__in=held_in(initiative, first, last).order_by().values("pk"), status="attended"
    )
    counted = rows.order_by().values_list(GROUP, "person__gender").annotate(Number("pk"))
    found = defaultdict(lambda: dict.fromkeys(GENDERS.values(), 0))
    for group, gender, number in counted:
        found[group or str(_("No group in particular"))][GENDERS.get(gender, "unsaid")] += number
    told = [_attendance(group, numbers) for group, numbers in found.items()]
    return tuple(sorted(told, key=lambda row: (-row.people, row.group)))


def _attendance(group, numbers):
    people = sum(numbers.values())
    if people < SMALL:
        return Attendance(group, people, is_small=True)
    return Attendance(group, people, **numbers)


def numbers_of(initiative, first, last, *, people):
    """What happened in the period as (key, label, number), `people` of them attended; five queries."""
    days = (first, last)
    dialogues = held_in(initiative, first, last).order_by().values("pk")
    said = Contribution.objects.filter(session__dialogue__in=dialogues).count()
    points = ActionPoint.objects.filter(dialogue__in=dialogues).count()
    advice = Recommendation.objects.filter(initiative=initiative, dialogue__in=dialogues).count()
    updates = ActionUpdate.objects.filter(
        action__theme__roadmap__dialogue__initiative=initiative,
        date__range=days,
        corrected_by__isnull=True,
    ).aggregate(
        written=Number("pk"),
        moved=Number("action", distinct=True),
        done=Number("action", distinct=True, filter=Q(status=Action.Status.DONE)),
    )
    return (
        ("dialogues", _("Dialogues held"), held_in(initiative, first, last).count()),
        ("people", _("Attendances"), people),
        ("said", _("Contributions written down"), said),
        ("points", _("Action points agreed"), points),
        ("recommendations", _("Recommendations made"), advice),
        ("updates", _("Updates of actions"), updates["written"]),
        ("moved", _("Actions that moved"), updates["moved"]),
        ("done", _("Actions done"), updates["done"]),
    )


def money_of(initiative, first, last, *, rate=None):
    """The Money of each budget line and of all of them, and the Payments of the period. `rate` is how much
    of the second currency one of the first is. Two queries."""
    paid = Q(entries__spent_on__isnull=False)
    rows = initiative.budget_lines.annotate(
        earlier=Sum("entries__amount", filter=paid & Q(entries__spent_on__lt=first)),
        within=Sum("entries__amount", filter=paid & Q(entries__spent_on__range=(first, last))),
    ).select_related("dialogue")
    lines, sums = [], [Decimal(0)] * 3
    for row in rows:
        amounts = (row.planned, row.earlier or Decimal(0), row.within or Decimal(0))
        sums = [one + other for one, other in zip(sums, amounts, strict=True)]
        lines.append(_money(_called(row), *amounts, rate))
    entries = BudgetEntry.objects.filter(
        line__initiative=initiative, spent_on__range=(first, last)
    ).select_related("line")
    payments = tuple(
        Payment(row.spent_on.isoformat(), _told(row.amount), str(row.line.get_category_display()))
        for row in entries.order_by("spent_on", "pk")
    )
    return tuple(lines), _money(_("In all"), *sums, rate), payments


def _called(line):
    if line.title:
        return line.title
    called = str(line.get_category_display())
    if line.dialogue is None:
        return called
    return f"{called} ({line.dialogue.get_kind_display()})"


def _money(line, planned, before, spent, rate):
    to_date = before + spent
    return Money(
        line=str(line),
        planned=_told(planned),
        before=_told(before),
        spent=_told(spent),
        to_date=_told(to_date),
        left=_told(planned - to_date),
        second="" if rate is None else _told(spent * rate),
    )


def _told(amount):
    return str(Decimal(amount).quantize(CENT))
