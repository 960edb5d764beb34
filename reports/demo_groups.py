"""What the demo's packages do not carry of its Learning and Leadership Groups: how the group works, its
meetings, what its actions cost and wait for, what they come from, versions, indicators, lessons."""

from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import yaml

from dialogues.models import ActionPoint
from roadmaps import models as m
from roadmaps.services.endorsing import answer
from roadmaps.services.meetings import plan_meeting
from roadmaps.services.versions import make_version
from roadmaps.versions import checksum_of, freeze
from stakeholders.models import Consent, Organisation, Person

FILE = Path(__file__).parent / "demo" / "groups" / "shared-ground.yaml"
CURRENCY = "GBP"
AGREED_TO_BE_LISTED = ("sarpong", "aidoo", "baah", "arthur", "koranteng")


def tell_groups(programme, *, by):
    """Store what the file tells of the groups of `programme`, as the work of the user `by`."""
    _Told(programme, by).tell(yaml.safe_load(FILE.read_text("utf-8")))


class _Told:
    """A group with its roadmap, and the keys by which the file speaks of both."""

    def __init__(self, programme, by):
        self.programme = programme
        self.by = by
        self.people = {row.key: row for row in Person.objects.filter(programme=programme)}
        self.bodies = {row.key: row for row in Organisation.objects.filter(programme=programme)}

    def tell(self, told):
        self.group = m.LearningGroup.objects.get(
            programme=self.programme, name=told["group"]["name"]
        )
        self.roadmap = self.group.roadmaps.get()
        rows = m.Action.objects.filter(theme__roadmap=self.roadmap)
        # Written down when the roadmap was agreed on, not when the demo was loaded: else all of it is new.
        rows.update(created_at=datetime.combine(self.roadmap.agreed, time(16), UTC))
        self.actions = {row.key: row for row in rows}
        self.constitution(told["group"])
        self.sit(told["members"])
        for meeting in told["meetings"]:
            self.meet(meeting)
        self.freeze(told["versions"][0])
        self.plan(told["planned"])
        self.pay(told["costs"])
        self.wait(told["needs"], told["blockages"])
        self.come_from(told["from_points"], told["recommendations"])
        self.frame(told["results"])
        self.freeze(told["versions"][1])
        self.learn(told["topics"], told["lessons"])
        self.begin(told["second"])

    def constitution(self, told):
        for name, value in told.items():
            setattr(self.group, name, value)
        self.group.save()
        self.roadmap.summary = (
            "What the field dialogue of January 2025 handed to the group, until the end of 2028."
        )
        self.roadmap.save()

    def sit(self, members):
        for key, values in members.items():
            rows = m.Membership.objects.filter(learning_group=self.group)
            rows.filter(person=self.people[key]).update(
                nominated_at=self.roadmap.dialogue, endorsed_at=self.roadmap.dialogue, **values
            )
        self.seats = {row.person.key: row for row in rows.select_related("person")}
        for key in AGREED_TO_BE_LISTED:
            Consent.objects.get_or_create(
                person=self.people[key],
                kind=Consent.Kind.LISTED,
                is_current=True,
                defaults={"given": True, "asked_on": self.group.endorsed, "asked_by": self.by},
            )

    def freeze(self, told):
        """A version of the plan as it stands, and what the members said of it, in person."""
        seen = checksum_of(freeze(self.roadmap))
        version = make_version(self.roadmap, seen=seen, note=told["note"], by=self.by)
        made = datetime.combine(told["date"], time(11), UTC)
        is_public = told.get("public", False)
        m.RoadmapVersion.objects.filter(pk=version.pk).update(
            created_at=made,
            published_at=made if is_public else None,
            published_by=self.by if is_public else None,
        )
        answers = {key: {"state": "endorsed"} for key in told["endorsed"]} | told["reserved"]
        for key, values in answers.items():
            answer(version, self.seats[key], via="person", on=told["date"], by=self.by, **values)

    def meet(self, told):
        meeting = m.Meeting.objects.create(
            learning_group=self.group,
            number=self.group.meetings.count() + 1,
            state=m.Meeting.State.HELD,
            quorum=self.group.quorum,
            quorum_groups=self.group.quorum_groups,
            closed_at=datetime.combine(told["date"], time(16), UTC),
            others=told.get("others", ""),
            closing=told.get("closing", ""),
            **self._when(told),
        )
        earlier = self.group.meetings.filter(number=meeting.number - 1)
        earlier.update(approved_at=meeting)
        state_of = m.Presence.State
        present = dict.fromkeys(told["present"], "")
        for state, rows in (
            (state_of.PRESENT, present),
            (state_of.PROXY, told.get("proxy", {})),
            (state_of.APOLOGIES, told.get("apologies", {})),
        ):
            for key, note in rows.items():
                meeting.presences.create(member=self.seats[key], state=state, note=note)
        for position, item in enumerate(told["items"]):
            self._point(meeting, position, item)

    def _when(self, told):
        return {
            "title": told["title"],
            "on": told["date"],
            "starts_at": time.fromisoformat(told["starts_at"]),
            "ends_at": time.fromisoformat(told["ends_at"]) if "ends_at" in told else None,
            "place": told["place"],
            "chair": self.seats[told["chair"]],
            "secretary": self.seats[told["secretary"]],
            "next_on": told.get("next_on"),
        }

    def _point(self, meeting, position, told):
        item = meeting.items.create(
            position=position,
            title=told["title"],
            minutes=told.get("minutes", ""),
            is_dealt_with=True,
        )
        for row in told.get("decisions", ()):
            values = {**row}
            dissents = values.pop("dissents", ())
            decision = meeting.decisions.create(
                item=item,
                position=meeting.decisions.count(),
                owner=self.seats.get(values.pop("owner", "")),
                action=self.actions.get(values.pop("action", "")),
                **values,
            )
            for dissent in dissents:
                decision.dissents.create(
                    text=dissent["text"],
                    member=self.seats.get(dissent.get("by")),
                    noted_by=self.by,
                )

    def plan(self, told):
        plan_meeting(m.Meeting(learning_group=self.group, **self._when(told)))

    def pay(self, costs):
        for key, told in costs.items():
            action = self.actions[key]
            action.cost, action.currency = Decimal(told["cost"]), CURRENCY
            action.save()
            for position, row in enumerate(told["payments"]):
                action.payments.create(
                    position=position,
                    organisation=self.bodies.get(row.get("by")),
                    payer=row.get("words", ""),
                    amount=Decimal(row["amount"]),
                    state=row["state"],
                )

    def wait(self, needs, blockages):
        for key, others in needs.items():
            self.actions[key].needs.set(self.actions[other] for other in others)
        for told in blockages:
            m.Blockage.objects.create(
                action=self.actions[told["action"]],
                text=told["text"],
                since=told["since"],
                unblocker_person=self.people[told["person"]],
            )

    def come_from(self, points, recommendations):
        rows = ActionPoint.objects.filter(dialogue=self.roadmap.dialogue)
        for key, title in points.items():
            point = rows.filter(title=title).first()
            if point:
                m.Source.objects.create(action=self.actions[key], action_point=point)
        initiative = self.roadmap.dialogue.initiative
        for position, told in enumerate(recommendations):
            made = m.Recommendation.objects.create(
                initiative=initiative,
                dialogue=self.roadmap.dialogue,
                position=position,
                text=told["text"],
                addressed_to=told["addressed_to"],
            )
            for key in told.get("actions", ()):
                m.Source.objects.create(action=self.actions[key], recommendation=made)

    def frame(self, results):
        made = {}
        for position, told in enumerate(results):
            row = made[told["id"]] = m.Result.objects.create(
                roadmap=self.roadmap,
                position=position,
                parent=made.get(told.get("parent")),
                **{
                    name: told.get(name, "")
                    for name in ("level", "title", "assumptions", "verification")
                },
            )
            keys = told.get("actions", ())
            m.Action.objects.filter(pk__in=[self.actions[key].pk for key in keys]).update(
                result=row
            )
            for indicator in told.get("indicators", ()):
                self._indicator(row, indicator)

    def _indicator(self, result, told):
        indicator = m.Indicator.objects.create(
            result=result,
            **{name: told[name] for name in ("title", "unit", "baseline_on", "target_on")},
            baseline=str(told["baseline"]),
            target=str(told["target"]),
        )
        by = {
            name: m.Disaggregation.objects.create(indicator=indicator, name=name, parts=parts)
            for name, parts in told["by"].items()
        }
        for row in told["values"]:
            value = indicator.values.create(
                date=row["date"], value=str(row["value"]), source=row["source"], by_user=self.by
            )
            for name, disaggregation in by.items():
                for part, number in zip(disaggregation.parts, row[name], strict=True):
                    value.parts.create(disaggregation=disaggregation, part=part, number=number)

    def learn(self, topics, lessons):
        known = {}
        for name, themes in topics.items():
            known[name] = m.Topic.objects.create(programme=self.programme, name=name)
            m.Theme.objects.filter(roadmap=self.roadmap, key__in=themes).update(topic=known[name])
        for told in lessons:
            values = {
                name: told[name]
                for name in ("kind", "title", "tried", "happened", "useful_for", "reach")
            }
            lesson = m.Lesson.objects.create(
                programme=self.programme, learning_group=self.group, by_user=self.by, **values
            )
            lesson.topics.add(known[told["topic"]])
            lesson.actions.set(self.actions[key] for key in told["actions"])

    def begin(self, told):
        host = self.bodies[told.pop("host")]
        m.LearningGroup.objects.create(programme=self.programme, host=host, **told)
