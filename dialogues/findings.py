"""How the computed criteria of gates are judged: each function finds one thing in the facts.

A function takes the Facts of an initiative, a stage of it and that stage's kind, and asks the database
nothing that the Facts do not read.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.models import Paper
from dialogues.outlines import PRECONDITIONS, SELECTION

ENOUGH = 2  # of 4: the score below which a precondition is not met
SIDES = 2  # groups that must have been heard on a fault line


@dataclass(frozen=True)
class Finding:
    """Whether something is the case, in words why, and the address where it can be mended, if known."""

    met: bool
    detail: str
    url: str = ""


def note_approved(facts, stage, kind):
    state = facts.numbers["note_state"]
    if state is None:
        return Finding(False, _("No concept note has been begun."))
    approved = facts.numbers["note_approved"]
    if approved is not None:
        # What was approved stays so, although a later version may be in the making.
        words = _("Version %(number)d was approved.")
        return Finding(True, words % {"number": approved})
    label = Paper.State(state).label
    return Finding(False, _("It is: %(state)s.") % {"state": label})


def _scores(facts):
    """What was given for each key, None where nothing was."""
    given = facts.numbers["note_scores"] or {}
    return {key: row.get("score") for key, row in given.items() if isinstance(row, dict)}


def preconditions(facts, stage, kind):
    given = _scores(facts)
    missing = [row.label for key, row in PRECONDITIONS.items() if given.get(key) is None]
    if missing:
        return Finding(False, _("Not scored yet: %(which)s.") % {"which": _listed(missing)})
    low = [row.label for key, row in PRECONDITIONS.items() if given[key] < ENOUGH]
    if low:
        words = _("Below %(score)d of 4: %(which)s.")
        return Finding(False, words % {"score": ENOUGH, "which": _listed(low)})
    return Finding(True, _("All are scored, none below %(score)d of 4.") % {"score": ENOUGH})


def selection(facts, stage, kind):
    given = _scores(facts)
    missing = [row.label for key, row in SELECTION.items() if given.get(key) is None]
    if missing:
        return Finding(False, _("Not scored yet: %(which)s.") % {"which": _listed(missing)})
    return Finding(True, _("All are scored."))


def budget(facts, stage, kind):
    number = facts.numbers["budget_lines"]
    words = ngettext("It has %(number)d line.", "It has %(number)d lines.", number)
    return Finding(number > 0, words % {"number": number} if number else _("It has no lines yet."))


def targets(facts, stage, kind):
    number = facts.numbers["targets"]
    words = ngettext("%(number)d is set.", "%(number)d are set.", number)
    return Finding(number > 0, words % {"number": number} if number else _("None is set yet."))


def advised(facts, stage, kind):
    if not facts.groups:
        return Finding(False, _("The programme has no stakeholder groups yet."))
    without = [group.full_name for group in facts.groups if not group.is_advised]
    if without:
        return Finding(False, _("Nobody serves for: %(groups)s.") % {"groups": _listed(without)})
    return Finding(True, _("Every group has an adviser who serves."))


def scoping_version(facts, stage, kind):
    number = facts.numbers["scoping_versions"]
    words = ngettext("There is %(number)d version.", "There are %(number)d versions.", number)
    return Finding(number > 0, words % {"number": number} if number else _("No version yet."))


def reviewed(facts, stage, kind):
    if not facts.numbers["reviews"]:
        return Finding(False, _("It has not been sent out for review yet."))
    if facts.numbers["reviews_open"]:
        return Finding(False, _("A review is under way."))
    return Finding(True, _("It was reviewed."))


def answered(facts, stage, kind):
    number = facts.numbers["unanswered"]
    if number:
        words = ngettext(
            "%(number)d comment has no answer yet.",
            "%(number)d comments have no answer yet.",
            number,
        )
        return Finding(False, words % {"number": number})
    if not facts.numbers["reviews"]:
        return Finding(False, _("There was no review yet."))
    return Finding(True, _("Every comment has an answer with its reason."))


def held(facts, stage, kind):
    rows = facts.dialogues_of(stage, kind.dialogue_kinds)
    held = [row for row in rows if row.ends_on < facts.today]
    ahead = [row for row in rows if row.ends_on >= facts.today]
    if ahead:
        number = len(ahead)
        words = ngettext("%(number)d is still ahead.", "%(number)d are still ahead.", number)
        return Finding(False, words % {"number": number}, ahead[0].get_absolute_url())
    if not held:
        address = reverse("dialogues:dialogue_add") + f"?initiative={facts.initiative.slug}"
        return Finding(False, _("None has been held yet."), address)
    words = ngettext("%(number)d was held.", "%(number)d were held.", len(held))
    return Finding(True, words % {"number": len(held)})


def messages(facts, stage, kind):
    rows = facts.dialogues_of(stage, kind.dialogue_kinds)
    held = [row for row in rows if row.ends_on < facts.today]
    silent = [row for row in held if not row.has_messages]
    if silent:
        words = _("Still missing for: %(dialogues)s.")
        detail = words % {"dialogues": _listed([row.title for row in silent])}
        return Finding(False, detail, _outcomes(silent[0]))
    if not held:
        return Finding(False, _("No dialogue has been held yet."))
    return Finding(True, _("They are written for each dialogue that was held."))


def owned(facts, stage, kind):
    rows = [row for row in facts.dialogues if not row.cancelled_at]
    if kind.dialogue_kinds:
        rows = facts.dialogues_of(stage, kind.dialogue_kinds)
    ownerless = [row for row in rows if row.ownerless]
    if ownerless:
        number = sum(row.ownerless for row in ownerless)
        words = ngettext(
            "%(number)d action point has no owner.",
            "%(number)d action points have no owner.",
            number,
        )
        return Finding(False, words % {"number": number}, _outcomes(ownerless[0]))
    if not any(row.ends_on < facts.today for row in rows):
        return Finding(False, _("No dialogue has been held yet."))
    return Finding(True, _("None is without an owner."))


def _outcomes(dialogue):
    return reverse("dialogues:dialogue_outcomes", args=[dialogue.slug])


def lines_heard(facts, stage, kind):
    if not facts.fault_lines:
        return Finding(False, _("No fault line is written down yet."))
    thin = [row.title for row in facts.fault_lines if row.heard < SIDES]
    if thin:
        words = _("Fewer than two groups have been heard on: %(lines)s.")
        return Finding(False, words % {"lines": _listed(thin)})
    return Finding(True, _("At least two groups have been heard on each."))


def nobody_silent(facts, stage, kind):
    if not facts.groups:
        return Finding(False, _("The programme has no stakeholder groups yet."))
    silent = [group.full_name for group in facts.groups if not group.heard]
    if silent:
        return Finding(False, _("Not heard on any: %(groups)s.") % {"groups": _listed(silent)})
    return Finding(True, _("Every group has been heard on at least one."))


def reported(facts, stage, kind):
    held = [row for row in facts.dialogues if row.ends_on < facts.today and not row.cancelled_at]
    if not held:
        return Finding(False, _("No dialogue has been held yet."))
    number = facts.numbers.get("unreported", 0)
    if number:
        words = ngettext(
            "%(number)d dialogue has no published report.",
            "%(number)d dialogues have no published report.",
            number,
        )
        return Finding(False, words % {"number": number})
    return Finding(True, _("Each has its published report."))


def group_formed(facts, stage, kind):
    number = facts.numbers.get("learning_members", 0)
    if not facts.numbers.get("learning_groups", 0):
        return Finding(False, _("No such group is recorded for the dialogues of this initiative."))
    words = ngettext("It has %(number)d member.", "It has %(number)d members.", number)
    return Finding(number > 0, words % {"number": number})


def roadmap(facts, stage, kind):
    number = facts.numbers.get("roadmaps", 0)
    words = ngettext("There is %(number)d.", "There are %(number)d.", number)
    return Finding(number > 0, words % {"number": number} if number else _("There is none yet."))


def led(facts, stage, kind):
    number = facts.numbers.get("actions_unled", 0)
    if not facts.numbers.get("actions", 0):
        return Finding(False, _("There are no actions yet."))
    words = ngettext("%(number)d has no lead.", "%(number)d have no lead.", number)
    return Finding(not number, words % {"number": number} if number else _("Each has a lead."))


def finished(facts, stage, kind):
    number = facts.numbers.get("actions_unfinished", 0)
    if not facts.numbers.get("actions", 0):
        return Finding(False, _("There are no actions yet."))
    words = ngettext("%(number)d is still to do.", "%(number)d are still to do.", number)
    done = _("All are done or dropped.")
    return Finding(not number, words % {"number": number} if number else done)


def _listed(names, most=4):
    """The first of `names`, and how many there are besides."""
    names = [str(name) for name in names]
    if len(names) <= most + 1:
        return "; ".join(names)
    more = _("and %(number)d more") % {"number": len(names) - most}
    return "; ".join([*names[:most], more])
