"""A composed report as its page shows it: its parts with where they come from, how far they are, and whether
the data say something else by now."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.urls import reverse

from reports.composer.as_text import text_of
from reports.composer.pieces import parts_in_order, photos_of, piece_of, whose_edition
from reports.composer.registry import PARTS, STANDARD
from reports.contexts import ReportContext, in_language
from reports.contexts.frozen import rewrite
from reports.models import Edition, Remark
from reports.models.composing import SEVERAL

# Page of a dialogue -> the name of its address and what leads there.
PLACES = {
    "overview": ("dialogues:dialogue", "dialogue"),
    "agenda": ("dialogues:dialogue_agenda", "dialogue"),
    "people": ("dialogues:dialogue_people", "dialogue"),
    "said": ("dialogues:dialogue_said", "dialogue"),
    "outcomes": ("dialogues:dialogue_outcomes", "dialogue"),
    "annexes": ("dialogues:dialogue_annexes", "dialogue"),
    "stages": ("dialogues:stages", "initiative"),
}


@dataclass
class PartRow:
    """A part as a row of the list."""

    part: object
    kind: object
    is_first: bool = False
    is_last: bool = False
    remarks: list = field(default_factory=list)
    is_empty: bool = False
    has_newer: bool = False
    is_signed: bool = False
    was_signed: bool = False

    @property
    def title(self):
        return self.part.heading or str(self.kind.label)

    @property
    def open_remarks(self):
        return [remark for remark in self.remarks if remark.done_at is None]

    @property
    def is_for_everybody(self):
        return self.part.audience == Edition.PUBLIC


class Desk:
    """A report and what its parts are of: reads the data of each edition once, when they are asked for."""

    def __init__(self, report):
        self.report, self.dialogue = report, report.dialogue
        self._contexts = {}

    @cached_property
    def parts(self):
        return parts_in_order(self.report)

    @cached_property
    def is_begun(self):
        return any(part.pk for part in self.parts)

    @cached_property
    def rows(self):
        """The parts as PartRow, in their order."""
        remarks = defaultdict(list)
        if self.is_begun:
            rows = Remark.objects.filter(part__report=self.report)
            for remark in rows.select_related("by", "assigned_to"):
                remarks[remark.part_id].append(remark)
        last = len(self.parts) - 1
        return [
            self._row(part, place == 0, place == last, remarks[part.pk])
            for place, part in enumerate(self.parts)
        ]

    def _row(self, part, is_first, is_last, remarks):
        kind, data = PARTS[part.key], self.data_of(part)
        mark = self.mark_of(part)
        return PartRow(
            part,
            kind,
            is_first,
            is_last,
            remarks,
            is_empty=not (data or part.text) and not kind.shows,
            has_newer=part.source == "written" and not kind.written and data != part.told,
            is_signed=bool(part.signed_mark) and part.signed_mark == mark,
            was_signed=bool(part.signed_mark) and part.signed_mark != mark,
        )

    def _facts(self, edition):
        """The facts of the dialogue for an edition, and what makes texts fit to stand beside them."""
        edition = str(edition)
        if edition not in self._contexts:
            self._contexts[edition] = ReportContext.whole(self.report, edition)
        return self._contexts[edition]

    def context_of(self, part, edition, *, photos=()):
        """The facts of one part alone, in an edition."""
        facts, tidy = self._facts(edition)
        with in_language(facts.language):
            piece = piece_of(part, self.dialogue, edition, photos=photos)
        return replace(facts, composition=(rewrite(piece, tidy),))

    def data_of(self, part):
        """What the data say of a part, as Markdown or as a diagram's notation, in the widest edition in
        which it stands; empty where there are no data."""
        kind = PARTS[part.key]
        if kind.written:
            return ""
        context = self.context_of(_as_data(part), whose_edition(part))
        return context.composition[0].text if kind.drawn else text_of(context)

    def preview_of(self, part, edition):
        """The facts of one part with its photographs, for its preview."""
        photos = photos_of(part, edition) if part.pk and PARTS[part.key].shows else ()
        return self.context_of(part, edition, photos=photos)

    def mark_of(self, part):
        """What is signed off of a part: all that it prints."""
        said = [part.heading, str(part.source), part.text, str(part.audience)]
        if part.source != "written":
            said.append(self.data_of(part))
        if part.pk and PARTS[part.key].shows:
            said += [
                f"{photo.upload_id}{photo.caption}{photo.alternative}{photo.credit}{photo.consent}"
                for photo in part.photographs.all()
            ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def to_add(self):
        """The parts that may be added: those that are not there, and those that may stand several times."""
        there = {part.key for part in self.parts}
        return [
            kind
            for key, kind in PARTS.items()
            if key in SEVERAL or (key not in there and self._fits(key, there))
        ]

    def _fits(self, key, there):
        # What the summary holds need not stand beside it, nor it beside what it holds.
        if self.report.kind == "meeting-report":
            return key in STANDARD["meeting-report"] or key not in ("messages", "actions")
        return True

    def unsigned(self):
        """The titles of parts that are not signed off as they stand."""
        return [row.title for row in self.rows if not row.is_signed]

    def source_url(self, kind):
        """The page on which the data of a part are written; empty if there is none."""
        name, of = PLACES.get(kind.tab, ("", ""))
        if kind.tab == "report":
            return reverse("reports:report_edit", args=[self.dialogue.slug, self.report.kind])
        if kind.tab == "recommendations":
            return reverse("roadmaps:recommendations", args=[self.dialogue.initiative.slug])
        if not name:
            return ""
        slug = self.dialogue.slug if of == "dialogue" else self.dialogue.initiative.slug
        return reverse(name, args=[slug])


def _as_data(part):
    """A copy of a part that prints what the data say."""
    return type(part)(key=part.key, heading="", source="data", audience=part.audience)
