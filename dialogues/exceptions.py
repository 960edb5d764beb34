"""Refusals in the life of a dialogue, each named by the fact."""

from django.utils.translation import gettext as _

from core.exceptions import Refusal


class SpeakerDidNotAgree(Refusal):
    """A speaker was named for words for which the dialogue's rule keeps no name."""

    field = "speaker"

    def __init__(self):
        super().__init__(
            _(
                "Under the Chatham House Rule a speaker is kept only if they agreed to be named for "
                "these words. Say below that they agreed, or leave the speaker out."
            )
        )


class TakesPartAlready(Refusal):
    """Somebody was to be added to a dialogue in which they take part."""

    field = "person"

    def __init__(self):
        super().__init__(_("This person takes part in the dialogue already."))


class TitleTaken(Refusal):
    """There is another initiative or dialogue that people could not tell from this one."""

    field = "title"


class StageMoved(Refusal):
    """A stage was to be moved from a state that it is not in (any more)."""

    def __init__(self, stage):
        self.stage = stage
        super().__init__(
            _(
                "This stage has been moved meanwhile: it is now “%(state)s”. Look again, then decide."
            )
            % {"state": stage.get_state_display()}
        )


class AttributionMoved(Refusal):
    """The attribution rule was to be changed to what it is already."""

    def __init__(self, dialogue):
        super().__init__(
            _("The rule is “%(rule)s” already; somebody may have changed it meanwhile.")
            % {"rule": dialogue.get_attribution_display()}
        )


class AppointedAlready(Refusal):
    """Somebody was to be appointed to what they are already."""

    field = "email"

    def __init__(self):
        super().__init__(_("This person has that role there already."))


class LastConvenor(Refusal):
    """An initiative was to be left without anybody who runs it."""

    def __init__(self, title):
        super().__init__(
            _("“%(title)s” would be left without a convenor. Appoint another one first.")
            % {"title": title}
        )
