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
                "Somebody has decided about this stage meanwhile: it is now “%(state)s”. Look again, "
                "then decide."
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


class CancelledAlready(Refusal):
    """A dialogue was to be cancelled that is cancelled; `dialogue` is what stands now."""

    def __init__(self, dialogue):
        self.dialogue = dialogue
        super().__init__(
            _("Somebody has cancelled this dialogue already, with this reason: %(reason)s")
            % {"reason": dialogue.cancel_reason}
        )


class NotCancelled(Refusal):
    """A dialogue was to be reinstated that stands."""

    def __init__(self):
        super().__init__(_("This dialogue stands already; somebody has reinstated it meanwhile."))


class TooManyFeeds(Refusal):
    """Somebody asked for one more calendar address than anybody needs."""

    def __init__(self, most):
        super().__init__(
            _("You have %(most)d calendar addresses. Take one back before you ask for another.")
            % {"most": most}
        )


class FilledAlready(Refusal):
    """A budget was to be filled from the preset although it has lines already."""

    def __init__(self):
        super().__init__(_("This budget has lines already; the preset fills an empty one."))


class PaperStarted(Refusal):
    """An initiative was to get a paper of a kind that it has; `paper` is the one it has."""

    def __init__(self, paper):
        self.paper = paper
        super().__init__(_("Somebody has begun this paper already; here it is."))


class PaperMoved(Refusal):
    """A step was to be taken with a paper that does not stand where it was seen (any more)."""

    def __init__(self, paper):
        self.paper = paper
        super().__init__(
            _("This paper has moved meanwhile: it is now “%(state)s”. Look again, then decide.")
            % {"state": paper.get_state_display().lower()}
        )


class DraftMoved(Refusal):
    """A version was to be made of a draft that somebody has changed since it was seen."""

    def __init__(self):
        super().__init__(
            _(
                "Somebody has changed the draft meanwhile. Look at what is new, then make the version."
            )
        )


class NothingNew(Refusal):
    """A version was to be made, or submitted again, of which nothing is new."""

    def __init__(self, text=""):
        super().__init__(text or _("Nothing has changed since the last version."))


class NoteMissing(Refusal):
    """A further version was to be made without saying what changed."""

    field = "note"

    def __init__(self):
        super().__init__(_("Say in a few words what changed since the last version."))


class CriteriaMoved(Refusal):
    """A gate was to be passed, but which criteria are met has changed since the form was shown."""

    def __init__(self):
        super().__init__(
            _("What is met has changed since you opened this page. Look again, then decide.")
        )


class CriteriaUnmet(Refusal):
    """A gate was to be passed with criteria unmet, and nobody said that this is meant."""

    field = "although"

    def __init__(self):
        super().__init__(
            _("Criteria of this gate are not met. Tick this if it is to be passed all the same.")
        )


class AttestedMeanwhile(Refusal):
    """A criterion was attested by somebody else since the form was shown; `current` is what stands."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            _(
                "Somebody has attested this meanwhile. What they wrote stands above; save again to put "
                "yours in its place."
            )
        )


class StageHasHistory(Refusal):
    """A stage was to be removed about which something was decided."""

    def __init__(self):
        super().__init__(
            _(
                "Something was decided about this stage, and decisions are kept. Leave it out instead, "
                "with a reason."
            )
        )


class TooManyStages(Refusal):
    """An initiative was to have more stages than its page can show."""

    field = "kind"

    def __init__(self, most):
        super().__init__(_("An initiative has at most %(most)d stages.") % {"most": most})


class FaultLineMoved(Refusal):
    """The status of a fault line was to be changed from one that it does not have (any more)."""

    field = "status"

    def __init__(self, fault_line):
        self.fault_line = fault_line
        super().__init__(
            _(
                "Somebody has changed the status meanwhile: it is now “%(status)s”. What you wrote is "
                "still here. Look again, then save."
            )
            % {"status": fault_line.get_status_display()}
        )


class PassageTied(Refusal):
    """A paragraph was to be tied to a fault line that it is tied to already."""

    field = "fault_line"

    def __init__(self):
        super().__init__(_("This paragraph is tied to that fault line already."))


class HasSeatAlready(Refusal):
    """Somebody was to be given a second seat in an advisory group."""

    field = "person"

    def __init__(self):
        super().__init__(
            _(
                "This person is on the advisory group’s list already. Open them there: whoever declined "
                "or left can be invited again."
            )
        )


class SeatMoved(Refusal):
    """A seat was to be moved from a state that it is not in (any more); `seat` is what stands now."""

    def __init__(self, seat):
        self.seat = seat
        super().__init__(
            _("This has changed meanwhile: it says “%(state)s” now. Look again, then decide.")
            % {"state": seat.get_state_display()}
        )


class TermOver(Refusal):
    """Something was asked of a seat whose term has ended."""

    def __init__(self):
        super().__init__(_("The term of this seat has ended. Change its end first."))


class SurveyEnded(Refusal):
    """A survey that takes no answers (any more) was to be answered, sent or changed."""

    def __init__(self):
        super().__init__(_("This survey is not open."))


class SurveyEmpty(Refusal):
    """A survey without statements was to be opened."""

    def __init__(self):
        super().__init__(_("There is no statement to answer yet. Add one first."))


class StatementsFixed(Refusal):
    """Statements were to be changed after people may have seen them."""

    def __init__(self):
        super().__init__(
            _(
                "This cannot be changed any more: statements stay as they are from the day on which the "
                "survey opens. Otherwise people would have agreed to something else than what they read."
            )
        )


class InReviewAlready(Refusal):
    """A version was to be sent for review that is in review."""

    def __init__(self):
        super().__init__(
            _("This version is in review already. Add reviewers to that review instead.")
        )


class ReviewClosed(Refusal):
    """Something was asked of a review that is closed."""

    def __init__(self):
        super().__init__(_("This review is closed: it takes no more comments."))


class CommentAnswered(Refusal):
    """A comment was to be changed or withdrawn by its author after it had been answered."""

    def __init__(self):
        super().__init__(
            _("This comment has been answered meanwhile, so it stays as it is. Write another one.")
        )


class TargetsMoved(Refusal):
    """Targets were to be set that somebody else has set to something else since the form was opened.

    `current` is what stands now, `moved` the part of it that both have changed.
    """

    def __init__(self, current, moved):
        self.current = current
        self.moved = moved
        super().__init__(
            _(
                "Somebody has set other targets meanwhile. What they set stands beside yours; save "
                "again to put yours in its place."
            )
        )


class TargetsSetAlready(Refusal):
    """The initiative's targets were to be taken over by a dialogue that has targets of its own."""

    def __init__(self):
        super().__init__(_("This dialogue has targets of its own already."))


class MapInUse(Refusal):
    """The initiative has a stakeholder map already, or another initiative has this one."""

    def __init__(self):
        super().__init__(
            _("Meanwhile the initiative has got a map, or another initiative has this one.")
        )


class AgendaMoved(Refusal):
    """The agenda was to be rearranged from an order that it does not have (any more)."""

    def __init__(self):
        super().__init__(
            _(
                "Somebody has changed the agenda meanwhile, so nothing was moved. It stands here as it "
                "is now: look again, then move it."
            )
        )


class PastMidnight(Refusal):
    """An item was to be given a time outside its day; `title` is the one that no longer fits."""

    field = "start"

    def __init__(self, title):
        super().__init__(
            _(
                "Nothing was changed: “%(title)s” would run past midnight. Move it to another day first, "
                "or let what follows stay where it is."
            )
            % {"title": title}
        )


class DayTaken(Refusal):
    """A day of an agenda was to be on a date on which there is another day."""

    field = "date"

    def __init__(self):
        super().__init__(_("There is a day on this date already. Move or remove that one first."))


class AgendaNotEmpty(Refusal):
    """An agenda was to be taken over by a dialogue that has one."""

    def __init__(self):
        super().__init__(
            _(
                "This dialogue has an agenda already, which stays as it is. To begin anew, remove its "
                "days first."
            )
        )
