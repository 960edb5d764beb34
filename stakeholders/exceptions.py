"""Refusals of the register, each named by the fact."""

from django.utils.translation import gettext

from core.exceptions import Refusal


class GroupNameTaken(Refusal):
    """The programme already has a stakeholder group of this name."""


class BriefingTaken(Refusal):
    """The group has a briefing on this map already."""

    def __init__(self):
        super().__init__(
            gettext("Somebody began a briefing for this group meanwhile. Yours is not saved yet.")
        )


class BriefingEmpty(Refusal):
    """A briefing that says nothing cannot be released."""

    def __init__(self):
        super().__init__(gettext("There is nothing in it yet. Write first; then release it."))


class BriefingUnchanged(Refusal):
    """Nothing has changed since the last version of the briefing."""

    def __init__(self):
        super().__init__(gettext("Nothing has changed since the last version."))


class BriefingOutdated(Refusal):
    """A newer version of the briefing has been released: the older one is not sent any more."""

    def __init__(self):
        super().__init__(gettext("There is a newer version of this briefing. Send that one."))


class MapTitleTaken(Refusal):
    """The programme already has a stakeholder map of this title."""

    def __init__(self):
        super().__init__(gettext("The programme has a stakeholder map of this title already."))


class AlreadyOnMap(Refusal):
    """The group, organisation or person stands on the map already; `stakeholder` is their entry."""

    def __init__(self, stakeholder):
        self.stakeholder = stakeholder
        super().__init__(gettext("They are on the map already."))


class RowsMoved(Refusal):
    """Somebody saved rows of the table meanwhile; `keys` are the entries of which."""

    def __init__(self, keys):
        self.keys = frozenset(keys)
        super().__init__(gettext("Somebody saved some of these rows meanwhile."))


class ImportMoved(Refusal):
    """The import is not where it was: somebody else confirmed it, gave it up, or undid it."""

    def __init__(self):
        super().__init__(
            gettext("Somebody has gone on with this import meanwhile. This is how it stands now.")
        )


class ImportHeld(Refusal):
    """The sheet cannot be written yet: rows with errors, or rows that nobody has decided on."""


class UndoRefused(Refusal):
    """What an import wrote has been changed or used since; `reasons` are sentences that say whom and how."""

    def __init__(self, reasons):
        self.reasons = reasons
        super().__init__(
            gettext("This import cannot be undone any more, because other work rests on it.")
        )


class ImportStopped(Refusal):
    """A worker could not read or write the import; `str()` says why to a person."""


class AlreadyErased(Refusal):
    """The entry is gone: somebody else erased it."""

    def __init__(self):
        super().__init__(gettext("This entry has been erased already."))


class NotAboutToBeErased(Refusal):
    """No notice stands that the entry is about to be erased: it was kept, or they took part in something."""

    def __init__(self):
        super().__init__(gettext("This entry is not about to be erased any more."))


class MergeRefused(Refusal):
    """Two entries cannot be made one as things stand; `str()` says why."""


class MergeMoved(MergeRefused):
    """One of two entries was changed since it was shown how they would be made one."""

    def __init__(self):
        super().__init__(
            gettext("Somebody changed one of the two entries meanwhile. Look again at what moves.")
        )


class MergeStands(Refusal):
    """A merge cannot be taken back any more; `str()` says why."""


class SheetTooLong(Refusal):
    """More rows than a sheet of Excel is written with here."""

    def __init__(self, count, most):
        text = gettext(
            "These are %(count)d entries; a sheet of Excel is written with up to %(most)d. Take the CSV "
            "file, which holds them all, or filter the list first."
        )
        super().__init__(text % {"count": count, "most": most})


class GroupInUse(Refusal):
    """Something refers to the stakeholder group; `uses` says what, and how many."""

    def __init__(self, uses):
        self.uses = uses
        super().__init__(
            gettext("It cannot be deleted, because it is used by: %(uses)s.")
            % {"uses": ", ".join(f"{number} {name}" for name, number in uses)}
        )


class CategoryNameTaken(Refusal):
    """The programme already has a category of this name."""


class OnePresentAffiliation(Refusal):
    """Somebody has one present affiliation at most."""
