"""Two entries of the register made one, and taken apart again."""

from datetime import timedelta

from django.apps import apps
from django.db import IntegrityError, router, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from stakeholders.consents import uphold
from stakeholders.exceptions import MergeMoved, MergeRefused, MergeStands
from stakeholders.finding import make_searchable
from stakeholders.merging import CHANGE, from_plain, is_versioned, plan_of
from stakeholders.models import Merge, Organisation, Person

MODELS = {Merge.Kind.PERSON: Person, Merge.Kind.ORGANISATION: Organisation}
WAY_BACK = timedelta(days=30)
# Not to be chosen: what the system keeps about an entry, and what follows from others.
KEPT_AS_THEY_ARE = frozenset({"id", "key", "programme", "created_at", "updated_at", "version"})
FOLLOWING = frozenset({"search", "sounds", "protected", "user", "keep_until", "keep_reason"})


def chosen_fields(model):
    """The fields of `model` of which a person may choose one or the other."""
    unchosen = KEPT_AS_THEY_ARE | FOLLOWING
    return [column for column in model._meta.concrete_fields if column.name not in unchosen]


def stamp_of(row):
    """What `row` looked like when it was shown: another stamp, and somebody has changed it."""
    return f"{row.version}.{row.updated_at.timestamp()}"


def refuse_unless_alike(kept, gone):
    """Raise MergeRefused, with the reason, if these two can never become one."""
    if kept.pk == gone.pk:
        raise MergeRefused(gettext("That is the same entry."))
    if kept.programme_id != gone.programme_id:
        raise MergeRefused(gettext("The two entries belong to the registers of two programmes."))
    users = {getattr(row, "user_id", None) for row in (kept, gone)}
    if None not in users and len(users) == 2:
        raise MergeRefused(
            gettext(
                "Both have an account of their own to sign in with, so they may be two people. An "
                "administrator has to close one of the accounts first."
            )
        )


def plan_merge(kept, gone, *, take=()):
    """The Plan of making `gone` one with `kept`; only reads.

    `take` names fields whose value comes from the entry that goes. What the kept one leaves blank is
    filled from the other, but for who registered it: that decides who sees it. Raises MergeRefused.
    """
    refuse_unless_alike(kept, gone)
    values = {}
    for column in chosen_fields(type(kept)):
        mine, theirs = getattr(kept, column.attname), getattr(gone, column.attname)
        is_blank = mine in (None, "", []) and column.name != "held_by"
        if mine != theirs and (column.name in take or is_blank):
            values[column.attname] = theirs
    if values.get("held_by_id") == kept.pk:
        values["held_by_id"] = None
    if isinstance(kept, Person):
        values |= _following(kept, gone)
    return plan_of(kept, gone, values=values | _searched(kept, values))


def _following(kept, gone):
    """What nobody chooses: protection of one protects both, the longer keeping holds."""
    values = {"protected": kept.protected or gone.protected}
    if kept.user_id is None and gone.user_id is not None:
        values["user_id"] = gone.user_id
    if gone.keep_until and (kept.keep_until is None or gone.keep_until > kept.keep_until):
        values |= {"keep_until": gone.keep_until, "keep_reason": gone.keep_reason}
    return {name: value for name, value in values.items() if getattr(kept, name) != value}


def _searched(kept, values):
    """The columns that the kept entry is found by, once it holds `values`."""
    columns = {
        column.attname: getattr(kept, column.attname) for column in kept._meta.concrete_fields
    }
    row = type(kept)(**(columns | values))
    make_searchable(row)
    return {"search": row.search, "sounds": row.sounds}


def merge(kept, gone, *, by, take=(), seen=None, at=None):
    """Make `gone` one with `kept`, which `by` asked for, and return the Merge that holds the way back.

    Atomic. `take` as for `plan_merge`; `seen` are the stamps of both as they were shown. Raises
    MergeMoved if either has changed since, or changes meanwhile, and MergeRefused if they cannot
    become one; then nothing has changed.
    """
    model = type(kept)
    try:
        with transaction.atomic():
            kept, gone = _locked(model, kept.pk, gone.pk)
            if seen is not None and tuple(seen) != (stamp_of(kept), stamp_of(gone)):
                raise MergeMoved
            plan = plan_merge(kept, gone, take=take)
            for step in plan.steps:
                _do(step)
            _count_up(plan.steps, also=kept)
            if model is Person:
                # One entry's refusal holds for what the other brought: a tick is not given back by undoing.
                uphold(kept)
            return Merge.objects.create(
                programme_id=kept.programme_id,
                kind=Merge.Kind.PERSON if model is Person else Merge.Kind.ORGANISATION,
                kept=kept.pk,
                gone=gone.pk,
                by=by,
                at=at or timezone.now(),
                log=plan.steps,
            )
    except IntegrityError:
        # Something came to hang on the entry while it went.
        raise MergeMoved from None


def _locked(model, *keys):
    """The entries `keys`, held until the end: in the order of their keys, so that no two wait for each
    other."""
    rows = model.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(set(keys)):
        raise MergeMoved
    return [found[key] for key in keys]


def _do(step):
    model = apps.get_model(step["model"])
    if step["do"] == CHANGE:
        before, after = (from_plain(model, step["field"], step[end]) for end in ("before", "after"))
        rows = model._base_manager.filter(pk=step["pk"])
        if not _holding(rows, model, step["field"], before).update(**{step["field"]: after}):
            raise MergeMoved
    else:
        rows = model._base_manager.filter(pk=step["row"][model._meta.pk.attname])
        # All that hung on it has been moved: nothing is to follow it.
        rows._raw_delete(router.db_for_write(model))


def _holding(rows, model, name, value):
    """`rows` whose field `name` is `value`."""
    if value is None:
        return rows.filter(**{f"{name}__isnull": True})
    if model._meta.get_field(name).get_internal_type() == "JSONField":
        keys = [row.pk for row in rows if getattr(row, name) == value]
        return rows.filter(pk__in=keys)
    return rows.filter(**{name: value})


def _count_up(steps, *, also=None):
    """Count up the version of everything that was changed: who edits it is told."""
    changed = {(step["model"], step["pk"]) for step in steps if step["do"] == CHANGE}
    for label in {label for label, _pk in changed}:
        model = apps.get_model(label)
        if is_versioned(model):
            keys = [pk for other, pk in changed if other == label]
            model._base_manager.filter(pk__in=keys).update(version=F("version") + 1)
    if also is not None:
        label = also._meta.label_lower
        rows = type(also).objects.filter(pk=also.pk)
        rows.update(updated_at=timezone.now())
        if (label, also.pk) not in changed:
            rows.update(version=F("version") + 1)


# The way back ----------------------------------------------------------------------------------------
def may_be_undone(made, *, at=None):
    """True as long as there is a way back from `made`, a Merge."""
    in_time = made.at > (at or timezone.now()) - WAY_BACK
    return made.undone_at is None and bool(made.log) and in_time


def undo_merge(made, *, by, at=None):
    """Take the two entries of `made`, a Merge, apart again.

    Atomic. The entry that went comes back with all that went with it, under the same keys. Whatever
    still stands as the merge left it becomes what it was before; what somebody has changed since
    stays as they left it, and what came new stays with the kept entry. Raises MergeStands if it was
    undone already, after thirty days, or if what has happened since leaves no room for both.
    """
    moment = at or timezone.now()
    try:
        with transaction.atomic():
            made = Merge.objects.select_for_update().get(pk=made.pk)
            _refuse_unless_open(made, moment)
            model = MODELS[made.kind]
            kept = model.objects.select_for_update().filter(pk=made.kept).first()
            if kept is None:
                raise MergeStands(
                    gettext(
                        "The entry that was kept is not in the register any more: it was erased, or "
                        "made one with another. Undo that first, if you can."
                    )
                )
            for step in reversed(made.log):
                _take_back(step)
            _count_up(made.log, also=kept)
            Merge.objects.filter(pk=made.pk).update(undone_by=by, undone_at=moment)
            return model.objects.get(pk=made.gone)
    except IntegrityError:
        raise MergeStands(
            gettext(
                "This merge cannot be undone any more: since then somebody has entered what stood "
                "on the other entry, so that both would have it."
            )
        ) from None


def _refuse_unless_open(made, moment):
    if made.undone_at is not None:
        raise MergeStands(gettext("This merge has been undone already."))
    if not may_be_undone(made, at=moment):
        raise MergeStands(gettext("The thirty days in which a merge can be undone are over."))


def _take_back(step):
    model = apps.get_model(step["model"])
    if step["do"] == CHANGE:
        before, after = (from_plain(model, step["field"], step[end]) for end in ("before", "after"))
        if not _stands(model._meta.get_field(step["field"]), before):
            return
        rows = model._base_manager.filter(pk=step["pk"])
        _holding(rows, model, step["field"], after).update(**{step["field"]: before})
        return
    values = {}
    for column in model._meta.concrete_fields:
        # A column that was added since is as it is for a new row.
        if column.attname not in step["row"]:
            continue
        value = from_plain(model, column.attname, step["row"][column.attname])
        if not _stands(column, value):
            if not column.null:
                return  # what it belonged to has gone since
            value = None
        values[column.attname] = value
    model(**values).save_base(raw=True, force_insert=True)


def _stands(column, value):
    """False for a foreign key to a row that is not there any more."""
    if value is None or not column.is_relation:
        return True
    return column.related_model._base_manager.filter(
        **{column.target_field.attname: value}
    ).exists()
