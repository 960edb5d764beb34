"""What happened around the demo's meetings: papers and their review, advisers, gates, statements, money.

Packages carry dialogues; this carries what stands beside them, from the files in reports/demo/life. The
days in them are long past, so rows are written as they would stand today instead of being brought there
by the services, which know only now.
"""

from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path

import yaml

from dialogues import models as m
from dialogues.blocks import blocks_of
from dialogues.criteria import criteria_of
from dialogues.outlines import compose
from stakeholders.models import Group, Person

FILES = sorted((Path(__file__).parent / "demo" / "life").glob("*.yaml"))
# What a file may tell of an initiative besides its concept note, in this order.
PARTS = ("advisers", "scoping_paper", "gates", "positions", "moments", "survey", "budget")
TODAY = date(2026, 11, 15)  # the day on which the demo's story stands still


def tell_lives(programme, *, by):
    """Store what the files say of the initiatives of `programme`, as the work of the user `by`."""
    for path in FILES:
        told = yaml.safe_load(path.read_text("utf-8"))
        initiative = m.Initiative.objects.get(programme=programme, title=told["initiative"])
        _Life(initiative, by).tell(told)


def _noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)


class _Life:
    """One initiative, and the names by which its file speaks of groups, people and dialogues."""

    def __init__(self, initiative, by):
        self.initiative = initiative
        self.by = by
        self.groups = {
            group.key: group for group in Group.objects.filter(programme=initiative.programme)
        }
        self.people = {
            person.key: person
            for person in Person.objects.filter(programme=initiative.programme).select_related(
                "group"
            )
        }
        # The first of each kind: what is told happened round that one.
        self.dialogues = {
            dialogue.kind: dialogue for dialogue in initiative.dialogues.order_by("-starts_on")
        }
        self.dialogues |= {dialogue.title: dialogue for dialogue in initiative.dialogues.all()}
        self.fault_lines = {line.title: line for line in initiative.fault_lines.all()}

    def tell(self, told):
        self.concept_note(told["concept_note"])
        for part in PARTS:
            if part in told:
                getattr(self, part)(told[part])

    # Papers --------------------------------------------------------------------------------------
    def concept_note(self, told):
        sections = {key: text.strip() for key, text in told["sections"].items()}
        scores = {
            key: {"score": score, "reason": reason}
            for key, (score, reason) in told["scores"].items()
        }
        paper = self._paper(m.PaperKind.CONCEPT_NOTE, told, sections, scores)
        last, state = len(told["versions"]), m.Paper.State.DRAFT
        for number, version in enumerate(told["versions"], start=1):
            # What an earlier version did not have yet: that is what it was returned for.
            then = (
                dict(sections)
                if number == last
                else sections | {"budget": "", "policy_processes": ""}
            )
            row = self._version(paper, number, version, then, scores)
            for step in version["step"]:
                state, day = step.split()
                is_judged = state in ("returned", "approved")
                m.PaperDecision.objects.create(
                    version=row,
                    step=state,
                    taken_by=self.by,
                    taken_at=_noon(date.fromisoformat(day)),
                    reason=version["reason"] if is_judged else "",
                )
        m.Paper.objects.filter(pk=paper.pk).update(state=state)

    def scoping_paper(self, told):
        last = told["versions"][-1]
        paper = self._paper(m.PaperKind.SCOPING_PAPER, told, {"body": last["body"].strip()}, {})
        rows = [
            self._version(paper, number, version, {"body": version["body"].strip()}, {})
            for number, version in enumerate(told["versions"], start=1)
        ]
        for review in told["reviews"]:
            self._review(rows[review["version"] - 1], review)
        self._passages(paper, rows[-1])

    def _paper(self, kind, told, sections, scores):
        return m.Paper.objects.create(
            initiative=self.initiative,
            kind=kind,
            title=told["title"],
            sections=sections,
            scores=scores,
        )

    def _version(self, paper, number, told, sections, scores):
        body = compose(paper.kind, sections)
        before = paper.versions.first()
        return m.PaperVersion.objects.create(
            paper=paper,
            number=number,
            title=paper.title,
            sections=sections,
            scores=scores,
            body=body,
            blocks=blocks_of(body, before.blocks if before else ()),
            note=told["note"],
            made_by=self.by,
            made_at=_noon(told["made"]),
        )

    def _review(self, version, told):
        is_over = told["due"] < TODAY
        row = m.ReviewRound.objects.create(
            version=version,
            due_on=told["due"],
            message=told["message"],
            asked_by=self.by,
            closed_at=_noon(told["due"]) if is_over else None,
        )
        finished = set(told["finished"])
        requests = {
            key: m.ReviewRequest.objects.create(
                round=row,
                person=self.people[key],
                finished_at=_noon(told["sent"]) if key in finished else None,
            )
            for key in told.get("reviewers", told["finished"])
        }
        for comment in told["comments"]:
            block = _block(version, comment["paragraph"])
            answer = {}
            if "answer" in comment:
                disposition, response = comment["answer"]
                answer = {
                    "disposition": disposition,
                    "response": response,
                    "disposed_by": self.by,
                    "disposed_at": _noon(told["due"]),
                }
            written = m.Comment.objects.create(
                paper=version.paper,
                version_of=version,
                block=block["id"],
                quote=block["text"],
                text=comment["text"],
                request=requests[comment["by"]],
                author_person=self.people[comment["by"]],
                **answer,
            )
            m.Comment.objects.filter(pk=written.pk).update(created_at=_noon(told["sent"]))

    def _passages(self, paper, version):
        """The paragraphs that speak of a fault line: those in which its first statement's words stand."""
        for title, words in PASSAGES.items():
            if title in self.fault_lines:
                block = _block(version, words)
                m.Passage.objects.create(
                    fault_line=self.fault_lines[title],
                    paper=paper,
                    block=block["id"],
                    quote=block["text"],
                )

    # People and gates ----------------------------------------------------------------------------
    def advisers(self, told):
        taken = set()
        for seat in told:
            group = self.groups[seat["group"]]
            person = (
                self.people[seat["person"]] if "person" in seat else self._somebody(group, taken)
            )
            taken.add(person.pk)
            starts, ends = seat.get("term", (None, None))
            left_on, left_reason = seat.get("left", (None, ""))
            state = seat["state"]
            is_answered = state in ("accepted", "declined", "left")
            m.Seat.objects.create(
                initiative=self.initiative,
                person=person,
                group=group,
                role=seat.get("role", m.Seat.Role.MEMBER),
                starts_on=starts,
                ends_on=ends,
                state=state,
                invited_at=_noon(starts) if starts and state != "nominated" else None,
                answered_at=_noon(starts) if starts and is_answered else None,
                answer=seat.get("answer", ""),
                left_on=left_on,
                left_reason=left_reason,
            )

    def _somebody(self, group, taken):
        """Somebody of `group` who has no seat and no account of the demo."""
        rows = Person.objects.filter(group=group, protected=False, user__isnull=True)
        return rows.exclude(pk__in=taken).exclude(name="").order_by("pk").first()

    def gates(self, told):
        stages = {stage.key: stage for stage in self.initiative.stages.all()}
        for gate in told:
            stage = stages[gate["stage"]]
            move = gate["move"]
            after = {"go": "done", "drop": "dropped"}.get(move, "open")
            unmet = gate.get("unmet", {})
            m.Decision.objects.create(
                stage=stage,
                move=move,
                before="ahead" if move == "drop" else "open",
                after=after,
                decided_by=self.by,
                decided_at=_noon(gate["day"]),
                reason=gate["reason"],
                criteria=[] if move == "drop" else self._as_they_stood(stage, unmet),
                unmet=len(unmet),
            )

    def _as_they_stood(self, stage, unmet):
        """The criteria of a gate as a decision keeps them; `unmet` says why, by key."""
        return [
            {
                "key": criterion.key,
                "label": str(criterion.label),
                "computed": criterion.computed,
                "met": criterion.key not in unmet,
                "detail": unmet.get(criterion.key, "") if criterion.computed else "",
                "reason": "" if criterion.computed else unmet.get(criterion.key, ""),
                "by": "" if criterion.computed else str(self.by),
            }
            for criterion in criteria_of(stage)
        ]

    # Fault lines ---------------------------------------------------------------------------------
    def positions(self, told):
        for title, groups in told.items():
            line = self.fault_lines[title]
            m.FaultLine.objects.filter(pk=line.pk).update(evidence_gaps=groups.pop("gaps").strip())
            for key, (stance, strength, interests, sources) in groups.items():
                line.positions.filter(group=self.groups[key]).update(
                    stance=stance, strength=strength, interests=interests, sources=sources
                )

    def moments(self, told):
        for title, moments in told.items():
            line = self.fault_lines[title]
            for kind, day, status, text in moments:
                m.FaultLineMoment.objects.create(
                    fault_line=line,
                    dialogue=self.dialogues[kind],
                    on=day,
                    status=status,
                    text=text,
                    noted_by=self.by,
                    stances=self._stances(line),
                )
                line.status = status
            line.save()

    def _stances(self, line):
        rows = line.positions.values_list("group_id", "stance", "strength")
        return {str(group): [stance, strength] for group, stance, strength in rows}

    # Statements ----------------------------------------------------------------------------------
    def survey(self, told):
        is_over = told["closes"] < TODAY
        survey = m.Survey.objects.create(
            initiative=self.initiative,
            dialogue=self.dialogues[told["dialogue"]],
            title=told["title"],
            languages=told["languages"],
            introductions=told["introductions"],
            state=m.Survey.State.CLOSED if is_over else m.Survey.State.OPEN,
            closes_on=told["closes"],
            opened_at=_noon(told["opened"]),
            closed_at=_noon(told["closes"]) if is_over else None,
        )
        groups = [self.groups[key] for key in told["groups"]]
        answers = [
            [
                m.SurveyResponse.objects.create(survey=survey, group=group, language="en")
                for _one in range(sum(told["statements"][0]["votes"][place]))
            ]
            for place, group in enumerate(groups)
        ]
        for position, sentence in enumerate(told["statements"]):
            statement = m.Statement.objects.create(
                survey=survey,
                position=position,
                texts={key: sentence[key] for key in told["languages"] if key in sentence},
                fault_line=self.fault_lines.get(sentence.get("fault_line")),
            )
            for responses, votes in zip(answers, sentence["votes"], strict=True):
                self._vote(statement, position, responses, votes)

    def _vote(self, statement, turn, responses, votes):
        choices = [
            choice
            for choice, number in zip(("agree", "disagree", "pass"), votes, strict=True)
            for _one in range(number)
        ]
        for place, response in enumerate(responses):
            # Turned, so that it is not the same people who disagree each time.
            choice = choices[(place + turn) % len(choices)]
            m.Vote.objects.create(response=response, statement=statement, choice=choice)

    # Money ---------------------------------------------------------------------------------------
    def budget(self, told):
        positions = count()
        for kind, lines in told.items():
            for category, title, planned, entries in lines:
                line = m.BudgetLine.objects.create(
                    initiative=self.initiative,
                    dialogue=self.dialogues.get(kind),
                    category=category,
                    title=title,
                    planned=planned,
                    position=next(positions),
                )
                m.BudgetEntry.objects.bulk_create(
                    m.BudgetEntry(
                        line=line,
                        amount=amount,
                        what=what,
                        committed_on=committed,
                        spent_on=spent,
                        recorded_by=self.by,
                    )
                    for amount, what, committed, spent in entries
                )


PASSAGES = {
    "Is ground that is not being mined free?": "A holder may surrender part of a concession",
    "Is a tributary contract a partnership or cheap labour?": "Four tributary contracts",
    "Who puts the ground back?": "Reclamation bonds cover the damage",
    "Does a licence protect the people who do the work?": "Most of those who work on idle ground",
}


def _block(version, words):
    """The paragraph of `version` in which `words` stand; the whole where there are none."""
    if words:
        for block in version.blocks:
            if words in block["text"]:
                return block
    return {"id": "", "text": ""}
