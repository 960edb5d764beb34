"""The preview of an import, a page of rows at a time, and the decisions on them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.http import require_POST

from core.countries import country_name
from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from stakeholders.forms.imports import decisions_of
from stakeholders.imports.bodies import Bodies
from stakeholders.imports.changes import compare
from stakeholders.imports.columns import BY_KEY
from stakeholders.imports.marks import sentence, where, why
from stakeholders.imports.reading import comparable
from stakeholders.imports.report import OUTCOMES, is_protected
from stakeholders.models import Group, Import, ImportRow
from stakeholders.naming import PROTECTED, is_hidden_from, name_for
from stakeholders.services import imports
from stakeholders.words import language_name

RowState, Decision = ImportRow.State, ImportRow.Decision
OPEN = "open"
FILTERS = (
    ("", gettext_lazy("All")),
    (OPEN, gettext_lazy("To be decided")),
    (RowState.ERROR.value, gettext_lazy("With errors")),
    (RowState.KNOWN.value, gettext_lazy("Perhaps known")),
    (RowState.WARNING.value, gettext_lazy("With warnings")),
    (RowState.NEW.value, gettext_lazy("New")),
)
# What can be decided on many rows at once: key of services.imports.BULK -> what the button says.
BULK_LABELS = {
    "sure": ngettext_lazy(
        "%(count)d is most likely known: keep what the register says",
        "%(count)d are most likely known: keep what the register says",
        "count",
    ),
    "sure-take": ngettext_lazy(
        "%(count)d is most likely known: take what the sheet says",
        "%(count)d are most likely known: take what the sheet says",
        "count",
    ),
    "unsure-new": ngettext_lazy(
        "%(count)d may be known: enter as a new person",
        "%(count)d may be known: enter all as new people",
        "count",
    ),
    "unsure-skip": ngettext_lazy(
        "%(count)d may be known: skip it", "%(count)d may be known: skip them", "count"
    ),
    "errors": ngettext_lazy(
        "Skip %(count)d row with errors", "Skip %(count)d rows with errors", "count"
    ),
    "twice": ngettext_lazy(
        "Skip %(count)d row that repeats an earlier one",
        "Skip %(count)d rows that repeat earlier ones",
        "count",
    ),
}
TONES = {"new": "good", "known": "active", "warning": "warn", "error": "bad"}


def context_of(request, import_):
    """What the preview shows."""
    counts = _counts(import_)
    wrong = counts.pop("wrong")
    return rows_of(request, import_) | {
        "bulk": [
            {"key": key, "label": label % {"count": counts[key]}}
            for key, label in BULK_LABELS.items()
            if counts[key]
        ],
        "open_count": counts[OPEN],
        "wrong_count": wrong,
        "summary": _summary(counts),
        "may_confirm": not counts[OPEN],
    }


def _counts(import_):
    """Rows of each kind, in one query."""
    kinds = {state: Count("pk", filter=Q(state=state)) for state in RowState.values}
    bulk = {key: Count("pk", filter=Q(**rows)) for key, (rows, _then) in imports.BULK.items()}
    lost = Q(decision__in=(Decision.SAME, Decision.TAKE), match=None)
    return import_.rows.aggregate(
        **kinds,
        **bulk,
        open=Count("pk", filter=Q(decision=Decision.OPEN) | lost),
        wrong=Count("pk", filter=Q(decision=Decision.OPEN, state=RowState.ERROR)),
        adding=Count("pk", filter=Q(decision=Decision.NEW)),
        matching=Count("pk", filter=Q(decision__in=(Decision.SAME, Decision.TAKE))),
        skipping=Count("pk", filter=Q(decision=Decision.SKIP)),
    )


def _summary(counts):
    return [
        {"label": _("to be added"), "value": counts["adding"]},
        {"label": _("joined with a known person"), "value": counts["matching"]},
        {"label": _("to be skipped"), "value": counts["skipping"]},
        {"label": _("to be decided"), "value": counts[OPEN]},
    ]


def rows_of(request, import_):
    """A page of rows, narrowed to a state."""
    chosen = request.GET.get("state", "")
    rows = import_.rows.select_related("person").order_by("number")
    if chosen == OPEN:
        rows = rows.filter(decision=Decision.OPEN)
    elif chosen in RowState.values:
        rows = rows.filter(state=chosen)
    else:
        chosen = ""
    page = page_of(request, rows)
    return {
        "page": page,
        "rows": _Shown(request.user, import_, list(page)).rows(),
        "filters": [
            {"label": label, "url": f"?state={key}" if key else "?", "current": key == chosen}
            for key, label in FILTERS
        ],
        "chosen": chosen,
    }


class _Shown:
    """Rows as a viewer is shown them, in a constant number of queries."""

    def __init__(self, user, import_, rows):
        self.user, self.import_, self.page = user, import_, rows
        self.deciding = import_.state == Import.State.PREVIEW
        wanted = {found["person"] for row in rows for found in row.candidates}
        people = (
            comparable(import_).filter(pk__in=wanted)
            if self.deciding
            else comparable(import_).none()
        )
        self.people = people.select_related("organisation", "group").in_bulk() if wanted else {}
        self.groups = {}
        if self.people:
            self.bodies = Bodies(import_)
            groups = Group.objects.filter(programme_id=import_.programme_id)
            self.groups = {group.pk: group.name for group in groups}
        keys = sorted(import_.columns.items(), key=lambda item: item[1])
        self.keys = [key for key, _index in keys]

    def rows(self):
        """Plain dictionaries for the template."""
        return [self._row(row) for row in self.page]

    def _row(self, row):
        hidden = not self.deciding and is_protected(row) and self._is_hidden(row)
        cells = [] if hidden else self._cells(row)
        person = row.person
        return {
            "pk": row.pk,
            "number": row.number,
            "name": str(PROTECTED) if hidden else row.values.get("name") or _("Without a name"),
            "state": row.get_state_display(),
            "tone": TONES[row.state],
            "cells": cells,
            "marks": [] if hidden else self._marks(row),
            "choices": self._choices(row) if self.deciding else [],
            "outcome": OUTCOMES.get(row.outcome) if not self.deciding else "",
            "url": person.get_absolute_url() if person is not None else "",
        }

    def _is_hidden(self, row):
        if row.person is not None:
            return is_hidden_from(self.user, row.person)
        return not self.user.has_perm("stakeholders.see_identity", self.import_)

    def _cells(self, row):
        wrong = {mark["field"]: mark["level"] for mark in row.marks}
        return [
            {"label": BY_KEY[key].label, "text": text, "level": wrong.get(key, "")}
            for key, text in zip(self.keys, row.cells, strict=False)
            if text
        ]

    def _marks(self, row):
        return [
            {
                "level": mark["level"],
                "where": where(mark, self.import_.columns),
                "text": sentence(mark),
            }
            for mark in row.marks
        ]

    def _choices(self, row):
        choices = []
        if row.state != RowState.ERROR:
            for found in row.candidates:
                if person := self.people.get(found["person"]):
                    choices += self._same(row, found, person)
            choices.append({"value": Decision.NEW, "label": _("A new person")})
        choices.append({"value": Decision.SKIP, "label": _("Skip this row")})
        chosen = row.decision
        if chosen in (Decision.SAME, Decision.TAKE):
            chosen = f"{chosen}-{row.match_id}"
        for choice in choices:
            choice["chosen"] = choice["value"] == chosen
        return choices

    def _same(self, row, found, person):
        values = row.values
        called = values.get("organisation") or values.get("organisation_acronym")
        body = None
        if called:
            body = self.bodies.find(
                values.get("organisation", ""),
                values.get("organisation_acronym", ""),
                values.get("country", ""),
            )
        # One that is not there yet differs from every other.
        comparison = compare(values, person, body if body is not None or not called else -1)
        label = _("The same as %(name)s") % {"name": name_for(self.user, person)}
        about = [person.affiliation, person.email, why(found)]
        keep = {
            "value": f"{Decision.SAME}-{person.pk}",
            "label": label,
            "about": " · ".join(part for part in about if part),
            "fills": [self._said(difference, values) for difference in comparison.fills],
        }
        if not comparison.conflicts:
            return [keep]
        keep["label"] = _("%(same)s; keep what the register says") % {"same": label}
        take = {
            "value": f"{Decision.TAKE}-{person.pk}",
            "label": _("%(same)s; take what the sheet says") % {"same": label},
            "conflicts": [self._said(difference, values) for difference in comparison.conflicts],
        }
        return [keep, take]

    def _said(self, difference, values):
        key = difference.key
        return {
            "label": BY_KEY[key].label,
            "says": self._word(key, difference.says, values),
            "stands": self._word(key, difference.stands, None),
        }

    def _word(self, key, value, values):
        if value in ("", None, []):
            return ""
        if key == "organisation":
            known = self.bodies.rows.get(value)
            return known[0] if known else (values or {}).get("organisation", "")
        if key == "group":
            return self.groups.get(value, "")
        if key == "country":
            return country_name(value)
        if key == "protected":
            return _("yes")
        if key == "languages":
            return ", ".join(language_name(code) for code in value)
        return value


def _mine(request, pk):
    import_ = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    require(request.user, "stakeholders.view_import", import_)
    return import_


def _back(request, import_):
    state, page = request.POST.get("state", ""), request.POST.get("page", "")
    state = state if state in (OPEN, *RowState.values) else ""
    page = page if page.isdecimal() and len(page) < 6 else "1"
    return redirect(f"{import_.get_absolute_url()}?state={state}&page={page}")


@login_required
@require_POST
def import_decide(request, pk):
    """Write down the decisions on a page of rows."""
    import_ = _mine(request, pk)
    try:
        changed = imports.decide(import_, decisions_of(request.POST))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(count)d row decided on.", "%(count)d rows decided on.", changed)
        messages.success(request, text % {"count": changed})
    return _back(request, import_)


@login_required
@require_POST
def import_decide_many(request, pk):
    """Decide on all rows of a kind at once."""
    import_ = _mine(request, pk)
    which = request.POST.get("which", "")
    if which not in imports.BULK:
        raise Http404
    try:
        changed = imports.decide_many(import_, which)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(count)d row decided on.", "%(count)d rows decided on.", changed)
        messages.success(request, text % {"count": changed})
    return _back(request, import_)
