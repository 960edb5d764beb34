"""Writes of sheets on their way into the register. Who may call them is for the views to say (rules.py)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from core.sheets import peek_apart
from core.text import one_line
from stakeholders.exceptions import ImportHeld, ImportMoved, UndoRefused
from stakeholders.imports import files, following
from stakeholders.imports.columns import fold_heading
from stakeholders.imports.sheet import headings_and_sample
from stakeholders.imports.undoing import Undoing
from stakeholders.models import Import, ImportRow, RememberedColumn
from stakeholders.tasks import bring_on_imports

State = Import.State
Decision, RowState = ImportRow.Decision, ImportRow.State
OVER = (State.DONE, State.UNDONE, State.GIVEN_UP)


def begin_import(*, programme, held_by, by, brought, follow=""):
    """Keep the file `brought` (an uploaded one) as a sheet of people for `programme`, and read its headings.
    `follow` says what is done with them afterwards (stakeholders.imports.following).

    Raises SheetRefused, and keeps nothing, if it is none that can be read.
    """
    import_ = Import(
        programme=programme,
        held_by=held_by,
        by=by,
        file_name=one_line(brought.name)[-200:],
        size=brought.size,
        follow=follow,
    )
    files.keep(import_, brought)
    try:
        sheet = peek_apart(files.file_of(import_), import_.file_name)
        import_.headings, import_.sample = headings_and_sample(sheet.rows)
        import_.sheet = sheet.title[:200]
        import_.save(force_insert=True)
    except BaseException:
        files.drop(import_)
        raise
    return import_


@transaction.atomic
def match_columns(import_, *, by, columns):
    """Say which field stands in which column (`columns`: field's key -> index), remember it for the next
    sheet of `by`, and have the sheet read. Atomic; raises ImportMoved."""
    _move(
        import_,
        (State.MATCHING, State.PREVIEW, State.FAILED),
        State.READING,
        columns=columns,
        row_count=None,
        done_count=0,
        attempts=0,
        by=by,
        failure="",
        counts={},
    )
    _remember(import_, by, columns)
    transaction.on_commit(bring_on_imports.delay, robust=True)


def _remember(import_, user, columns):
    chosen = {index: key for key, index in columns.items()}
    remembered = {}
    for index, heading in enumerate(import_.headings):
        if folded := fold_heading(heading)[:200]:
            remembered.setdefault(folded, chosen.get(index, ""))
    RememberedColumn.objects.bulk_create(
        [
            RememberedColumn(user=user, heading=heading, field=key)
            for heading, key in remembered.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "heading"],
        update_fields=["field"],
    )


@transaction.atomic
def decide(import_, decisions):
    """Write down what is to be done with rows: `decisions` maps a row's id to (decision, id of the person it
    is, or None). Atomic; raises ImportMoved once the import is confirmed. What a row does not allow (rows
    with errors can only be skipped; nobody is somebody who was not proposed) is passed over.
    """
    _locked(import_, (State.PREVIEW,))
    rows = list(import_.rows.filter(pk__in=decisions))
    changed = [row for row in rows if _apply(row, *decisions[row.pk])]
    ImportRow.objects.bulk_update(changed, ["decision", "match"])
    return len(changed)


def _apply(row, decision, match_id):
    same = decision in (Decision.SAME, Decision.TAKE)
    if row.state == RowState.ERROR and decision not in (Decision.SKIP, Decision.OPEN):
        return False
    if same and match_id not in [found["person"] for found in row.candidates]:
        return False
    before = (row.decision, row.match_id)
    row.decision = decision
    if same:
        row.match_id = match_id
    return before != (row.decision, row.match_id)


# Decisions on many rows at once: which rows they are for, and what is decided.
BULK = {
    "sure": (
        {"decision": Decision.OPEN, "state": RowState.KNOWN, "match__isnull": False},
        Decision.SAME,
    ),
    "sure-take": (
        {"decision": Decision.OPEN, "state": RowState.KNOWN, "match__isnull": False},
        Decision.TAKE,
    ),
    "unsure-new": (
        {"decision": Decision.OPEN, "state": RowState.KNOWN, "match__isnull": True},
        Decision.NEW,
    ),
    "unsure-skip": (
        {"decision": Decision.OPEN, "state": RowState.KNOWN, "match__isnull": True},
        Decision.SKIP,
    ),
    "errors": ({"decision": Decision.OPEN, "state": RowState.ERROR}, Decision.SKIP),
    "twice": ({"decision": Decision.OPEN, "state": RowState.WARNING}, Decision.SKIP),
}


@transaction.atomic
def decide_many(import_, which):
    """Decide on all open rows of a kind (a key of BULK) at once; how many they were. Raises ImportMoved."""
    _locked(import_, (State.PREVIEW,))
    rows, decision = BULK[which]
    return import_.rows.filter(**rows).update(decision=decision)


@transaction.atomic
def confirm(import_, *, by):
    """Have the rows written into the register. Atomic; of several who confirm at once one does.

    Raises ImportHeld while a row with errors is not dropped or one is not decided on, and ImportMoved
    if it is not there to be confirmed.
    """
    _locked(import_, (State.PREVIEW,))
    open_rows = import_.rows.filter(decision=Decision.OPEN)
    wrong = open_rows.filter(state=RowState.ERROR).count()
    if wrong:
        text = ngettext(
            "%(count)d row has errors. Skip it, or correct the sheet and bring it again.",
            "%(count)d rows have errors. Skip them, or correct the sheet and bring it again.",
            wrong,
        )
        raise ImportHeld(text % {"count": wrong})
    # Somebody whom a row was to be may have been erased since.
    lost = Q(decision__in=(Decision.SAME, Decision.TAKE), match=None)
    undecided = import_.rows.filter(Q(decision=Decision.OPEN) | lost).count()
    if undecided:
        text = ngettext(
            "%(count)d row still has to be decided on.",
            "%(count)d rows still have to be decided on.",
            undecided,
        )
        raise ImportHeld(text % {"count": undecided})
    _move(import_, (State.PREVIEW,), State.WRITING, by=by, done_count=0, attempts=0)
    transaction.on_commit(bring_on_imports.delay, robust=True)


@transaction.atomic
def try_again(import_, *, by):
    """Go back to where an import that failed can go on from. Atomic; raises ImportMoved."""
    state = State.PREVIEW if import_.rows.exists() else State.MATCHING
    _move(import_, (State.FAILED,), state, by=by, attempts=0, failure="")


@transaction.atomic
def undo(import_, *, by):
    """Take an import back, all of it or nothing.

    Atomic; raises UndoRefused, with the reasons, if anything it wrote was changed or used since, and
    ImportMoved if it is not in the register.
    """
    locked = _locked(import_, (State.DONE,))
    if not can_undo(locked):
        raise UndoRefused([])
    following.undo(locked)
    undoing = Undoing(locked)
    if reasons := undoing.reasons(by):
        raise UndoRefused(reasons)
    undoing.undo()
    _move(import_, (State.DONE,), State.UNDONE, undone_at=timezone.now())


def can_undo(import_):
    """True unless what undoing needs has been forgotten."""
    return import_.state == State.DONE and not import_.counts.get("forgotten")


@transaction.atomic
def give_up(import_):
    """Drop an import that was not written, with its file and what its cells held. Atomic; raises
    ImportMoved once it is being written."""
    states = (State.MATCHING, State.READING, State.PREVIEW, State.FAILED)
    _move(import_, states, State.GIVEN_UP, lease_token=None, lease_until=None)
    import_.rows.all().delete()
    _forget(import_)


@transaction.atomic
def forget_import(import_):
    """Clear what the cells of an import held, and its file: after that it cannot be undone. One that was
    not written is given up. Atomic; what it wrote stays in the register."""
    if import_.state not in OVER:
        give_up(import_)
        return
    import_.rows.update(cells=[], values={}, marks=[], candidates=[], before=None, match=None)
    _forget(import_)


def _forget(import_):
    counts = import_.counts | {"forgotten": True}
    Import.objects.filter(pk=import_.pk).update(headings=[], sample=[], counts=counts)
    transaction.on_commit(lambda: files.drop(import_))


def _locked(import_, states):
    locked = Import.objects.select_for_update().filter(pk=import_.pk, state__in=states).first()
    if locked is None:
        raise ImportMoved
    return locked


def _move(import_, states, state, **changes):
    """Compare and set: from one of `states` to `state`. Raises ImportMoved."""
    rows = Import.objects.filter(pk=import_.pk, state__in=states)
    if not rows.update(state=state, updated_at=timezone.now(), **changes):
        raise ImportMoved
    import_.refresh_from_db()
