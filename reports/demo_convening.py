"""A dialogue of the demo that lies ahead: asked, answered, sponsored, its agenda released.

Its days are counted from the day on which the demo is loaded, so that it always lies ahead; rows are
written as they would stand today, and no mail is sent to anybody.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import yaml
from django.utils import timezone

from convening import models as m
from convening.releases import digest_of, freeze
from convening.services.form import add_known_section
from convening.services.mailings import draft
from core.links import make_link
from core.services import free_slug
from core.text import unique_slug
from dialogues import models as d
from stakeholders.models import Group, Organisation, Person

FILE = Path(__file__).parent / "demo" / "convening" / "two-years-on.yaml"
AHEAD = 45  # days: so much earlier people are asked
TUESDAY = 1
OPENS_FOR = timedelta(days=60)  # for which a personal link opens after the last day
KEPT = {  # what is the same in the file and in the row
    "dialogue": ("title", "kind", "timezone", "venue", "city", "country", "introduction"),
    "plan": ("capacity", "needs_approval", "offer_hours", "form_introduction", "agenda_is_public"),
}


def first_day(today):
    """The Tuesday of the second full week of the next January that is far enough ahead."""
    year = today.year + 1
    if date(year, 1, 8) - today < timedelta(days=AHEAD):
        year += 1
    day = date(year, 1, 8)
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def convene(programme, *, by):
    """Store the dialogue that the file tells of, in `programme`, as the work of the user `by`."""
    return _Convened(programme, by).tell(yaml.safe_load(FILE.read_text("utf-8")))


def _clock(text):
    return time.fromisoformat(text)


class _Convened:
    """A dialogue ahead, and the keys by which its file speaks of the register."""

    def __init__(self, programme, by):
        self.programme = programme
        self.by = by
        self.groups = {row.key: row for row in Group.objects.filter(programme=programme)}
        self.bodies = {row.key: row for row in Organisation.objects.filter(programme=programme)}
        people = Person.objects.filter(programme=programme).select_related("organisation")
        self.people = {row.key: row for row in people}
        self.first = first_day(timezone.localdate())
        self.funds = {}

    def tell(self, told):
        self.dialogue = self.hold(told)
        self.plan(told["plan"])
        self.agenda(told["agenda"], told["people_by"])
        for row in told["funds"]:
            self.fund(**row)
        for position, row in enumerate(told["people"]):
            self.takes_part(position, row)
        for position, title in enumerate(told["sessions"]):
            d.Session.objects.create(dialogue=self.dialogue, title=title, position=position)
        self.release(told["after_release"])
        self.form()
        for row in told["reminders"]:
            m.Reminder.objects.create(dialogue=self.dialogue, **row | {"at": _clock(row["at"])})
        self.write()
        self.door(**told["door"])
        return self.dialogue

    def day(self, number):
        return self.first + timedelta(days=number)

    def moment(self, days_before):
        """So many days before the dialogue; if that lies ahead, as long ago as keeps the order."""
        told = datetime.combine(self.day(-days_before), time(10), tzinfo=UTC)
        return min(told, timezone.now() - timedelta(days=max(1, days_before - AHEAD // 4)))

    # What is prepared ------------------------------------------------------------------------
    def hold(self, told):
        dialogue = d.Dialogue.objects.create(
            initiative=d.Initiative.objects.get(programme=self.programme, title=told["initiative"]),
            slug=free_slug(d.Dialogue, told["title"], fallback="dialogue"),
            starts_on=self.first,
            ends_on=self.day(max(told["days"])),
            starts_at=_clock(told["starts_at"]),
            ends_at=_clock(told["ends_at"]),
            host=self.bodies[told["host"]],
            chair=self.people[told["chair"]],
            facilitator=self.people[told["facilitator"]],
            **{name: told[name] for name in KEPT["dialogue"]},
        )
        for position, key in enumerate(told["convenors"]):
            d.Convening.objects.create(
                dialogue=dialogue, organisation=self.bodies[key], position=position
            )
        self.questions = [
            d.Question.objects.create(
                dialogue=dialogue,
                position=position,
                key=unique_slug(row["short"], lambda _key: False, fallback="question"),
                **row,
            )
            for position, row in enumerate(told["questions"])
        ]
        for position, row in enumerate(told["materials"]):
            d.Material.objects.create(dialogue=dialogue, position=position, **row)
        return dialogue

    def plan(self, told):
        m.Plan.objects.create(
            dialogue=self.dialogue,
            answer_by=self.day(-told["answer_days_before"]),
            **{name: told[name] for name in KEPT["plan"]},
        )
        for key, most in told["groups"].items():
            m.Quota.objects.create(dialogue=self.dialogue, group=self.groups[key], most=most)
        for key, most in told["partners"].items():
            m.Quota.objects.create(dialogue=self.dialogue, partner=self.bodies[key], most=most)

    def agenda(self, days, names):
        position = 0
        for day in days:
            d.AgendaDay.objects.create(
                dialogue=self.dialogue,
                date=self.day(day["day"]),
                title=day["title"],
                place=day["place"],
                transport=day.get("transport", ""),
            )
            for part in day["parts"]:
                under = d.AgendaPart.objects.create(
                    dialogue=self.dialogue, title=part["title"], position=position
                )
                position += 1
                for number, item in enumerate(part["items"]):
                    self.item(under, number, self.day(day["day"]), item, names)

    def item(self, part, position, day, told, names):
        item = d.AgendaItem.objects.create(
            part=part,
            position=position,
            date=day,
            start=_clock(told["start"]),
            end=_clock(told["end"]),
            title=told["title"],
            format=told["format"],
            parallel=told.get("parallel", ""),
            place=told.get("place", ""),
            text=told.get("text", ""),
            moderator_notes=told.get("notes", ""),
            question=self.questions[told["question"] - 1] if "question" in told else None,
        )
        for number, (name, acts_as, *perspective) in enumerate(told.get("who", ())):
            d.Appearance.objects.create(
                item=item,
                person=self.people[names[name]],
                acts_as=acts_as,
                perspective="".join(perspective),
                position=number,
            )

    def release(self, after):
        """The agenda as it was told to people, and what was changed since."""
        snapshot = freeze(self.dialogue)
        m.AgendaRelease.objects.create(
            dialogue=self.dialogue,
            number=1,
            note="The first agenda. Please bring boots for the first day.",
            made_by=self.by,
            snapshot=snapshot,
            digest=digest_of(snapshot),
        )
        items = d.AgendaItem.objects.filter(part__dialogue=self.dialogue)
        for change in after.values():
            found = items.filter(title=change["title"])
            if "day" in change:
                found = found.filter(date=self.day(change["day"]))
            found.update(start=_clock(change["start"]), end=_clock(change["end"]))

    def form(self):
        for key in ("access", "diet", "languages", "travel", "consents"):
            add_known_section(self.dialogue, key)

    def write(self):
        """A reminder that somebody has drafted and nobody has sent, in words that the programme chose."""
        m.MailTemplate.objects.create(
            programme=self.programme,
            kind=m.MailKind.REMINDER,
            language="en",
            subject="Shall we count on you? {dialogue}",
            body="Dear {name}\n\nThe buses leave early, and we must say how many we are. Please tell us by "
            "{answer_by} whether you come:\n{link}\n\n{convenors}\n",
        )
        silent = self.dialogue.participations.filter(status="invited").order_by("position")
        draft(self.dialogue, kind=m.MailKind.REMINDER, participations=silent, by=self.by)

    # Who comes, and who pays -----------------------------------------------------------------
    def fund(self, *, key, funder, amount, **fields):
        self.funds[key] = m.Fund.objects.create(
            programme=self.programme,
            funder=self.bodies[funder],
            amount=Decimal(amount),
            **fields,
        )

    def takes_part(self, position, told):
        person = self.people[told["person"]]
        sponsored = told.get("sponsor", {})
        participation = d.Participation.objects.create(
            dialogue=self.dialogue,
            person=person,
            status=told["status"],
            acts_as=told.get("acts_as", ""),
            group=person.group or (person.organisation and person.organisation.group),
            sponsored=any(state != "requested" for _fund, _amount, state in sponsored.values()),
            listed=told.get("listed", False),
            position=position,
        )
        registration = self.registration(participation, told)
        for what, (fund, amount, state) in sponsored.items():
            self.sponsor(participation, what, self.funds[fund], Decimal(amount), state)
        if "proposes" in told:
            m.Proposal.objects.create(registration=registration, **told["proposes"])

    def registration(self, participation, told):
        asked = self.moment(42)
        answered = self.moment(told["answered"]) if "answered" in told else asked
        has_answered = told["status"] != "invited"
        until = datetime.combine(self.dialogue.ends_on, time(), tzinfo=UTC) + OPENS_FOR
        return m.Registration.objects.create(
            participation=participation,
            link=make_link("attend", expires_at=until),
            invited_at=None if told.get("via") in ("partner", "sheet") else asked,
            invited_by=self.by,
            via=told.get("via", ""),
            answered_at=answered if has_answered else None,
            answered_by=self.by if told.get("via") == "staff" else None,
            reason=told.get("reason", ""),
            answers=told.get("answers", {}),
            waiting_since=answered if told["status"] == "waiting" else None,
            offer_until=timezone.now() + timedelta(hours=50)
            if told["status"] == "offered"
            else None,
        )

    def sponsor(self, participation, what, fund, amount, state):
        is_paid = state == "paid"
        sponsorship = m.Sponsorship.objects.create(
            participation=participation,
            what=what,
            state=state,
            fund=None if state == "requested" else fund,
            amount=amount,
            paid_amount=amount if is_paid else None,
            paid_on=timezone.localdate() if is_paid else None,
        )
        course = ("requested", "offered", "accepted", "paid")
        for step in course[: course.index(state) + 1]:
            m.SponsorshipStep.objects.create(
                sponsorship=sponsorship, state=step, amount=amount, by=self.by
            )

    # A door that has closed ------------------------------------------------------------------
    def door(self, *, dialogue, left_early):
        """Who was seen on which day at a dialogue that is over."""
        held = self.dialogue.initiative.dialogues.filter(kind=dialogue).earliest("starts_on")
        there = held.participations.filter(status="attended").select_related("person")
        days = [held.starts_on + timedelta(days=n) for n in range(4)]
        arrives = defaultdict(lambda: 0)
        for participation in there:
            seen = days[:2] if participation.person.key in left_early else days
            for day in seen:
                arrives[day] += 1
                at = datetime.combine(day, time(8), tzinfo=UTC) + timedelta(minutes=arrives[day])
                m.CheckIn.objects.create(participation=participation, day=day, at=at, by=self.by)
