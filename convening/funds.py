"""What funds come to, and who is sponsored: the readers of the pages about money.

Every amount is in the currency of its fund; amounts in two currencies are never added. Committed is what
was offered or accepted and is not paid; spent is what was paid.
"""

from decimal import Decimal

from django.db.models import DecimalField, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from convening.models import Sponsorship
from dialogues.budgeting import Row, Sums, chart
from dialogues.models import Participation
from dialogues.presets import preset_of
from stakeholders.naming import PROTECTED
from stakeholders.redaction import Redactor

State = Sponsorship.State
NOTHING = Decimal(0)
PROMISED = Q(sponsorships__state__in=(State.OFFERED, State.ACCEPTED))
PAID = Q(sponsorships__state=State.PAID)
BOOKED = (State.OFFERED, State.ACCEPTED, State.PAID)
# What the travel agent needs, by the keys of the ready-made questions.
TRAVEL = (
    *("passport-name", "nationality", "passport-number", "passport-expires", "travel-from"),
    *("arrives-on", "leaves-on", "needs-visa", "access"),
)
TRAVEL_HEADINGS = (
    *(_("Name as in the passport"), _("Nationality"), _("Passport number"), _("Passport expires")),
    *(_("From"), _("Arrives on"), _("Leaves on"), _("Needs a visa"), _("Access needs")),
    *(_("Organisation"), _("State")),
)


def with_sums(funds, **where):
    """`funds` with what of each is committed and spent, in one query; `where` narrows the sponsorships."""
    only = Q(**{f"sponsorships__{name}": value for name, value in where.items()})
    money = DecimalField(max_digits=14, decimal_places=2)
    return funds.annotate(
        committed=Coalesce(
            Sum("sponsorships__amount", filter=PROMISED & only), NOTHING, output_field=money
        ),
        spent=Coalesce(
            Sum("sponsorships__paid_amount", filter=PAID & only), NOTHING, output_field=money
        ),
    )


def fund_rows(funds):
    """Rows for the table and the charts: each fund with its sums, from `with_sums`."""
    return [
        (fund, Row(label=fund.title, sums=Sums(fund.amount, fund.committed, fund.spent)))
        for fund in funds
    ]


def charts(rows):
    """A chart for each currency: bars of two currencies must not stand beside one another."""
    found = {}
    for fund, row in rows:
        found.setdefault(fund.currency, []).append(row)
    return [(currency, chart(each)) for currency, each in found.items()]


def sponsored_places(dialogue):
    """How many places are sponsored, and how many are usual for a dialogue of this kind (or None)."""
    number = dialogue.participations.filter(sponsorships__state__in=BOOKED).distinct().count()
    preset = preset_of(dialogue)
    return number, preset and preset.sponsored


def _booked(dialogue):
    """The participations of who comes and whose travel is offered, accepted or paid, with its `state`."""
    rows = dialogue.participations.filter(
        sponsorships__what=Sponsorship.What.TRAVEL, sponsorships__state__in=BOOKED
    )
    rows = rows.exclude(status=Participation.Status.DECLINED)
    return rows.annotate(state=F("sponsorships__state"))


def protected_travellers(dialogue):
    """How many of those who travel are protected, and so stand in no file."""
    return _booked(dialogue).filter(person__protected=True).count()


def travellers(dialogue):
    """Headings and rows for the travel agent; nobody protected is among them, nor named by another."""
    rows = _booked(dialogue).filter(person__protected=False)
    told = rows.select_related("person__organisation", "registration").order_by(
        "person__name", "pk"
    )
    hidden = dialogue.initiative.programme.people.filter(protected=True)
    redact = Redactor([(person, str(PROTECTED)) for person in hidden])
    table = [
        [redact(cell) if isinstance(cell, str) else cell for cell in _traveller(row)]
        for row in told
    ]
    return [str(heading) for heading in TRAVEL_HEADINGS], table


def _traveller(participation):
    registration = getattr(participation, "registration", None)
    answers = registration.answers if registration else {}
    values = [answers.get(key, "") for key in TRAVEL]
    person = participation.person
    values[0] = values[0] or person.full_name
    values += [
        person.organisation.full_name if person.organisation else "",
        State(participation.state).label,
    ]
    return [_cell(value) for value in values]


def _cell(value):
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    return str(value)
