"""How dialogues come to be and change, and what a change of the attribution rule forgets."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.services import free_slug, save_version
from dialogues.exceptions import AttributionMoved, CancelledAlready, NotCancelled, TitleTaken
from dialogues.models import Attribution, Contribution, Convening, Dialogue
from dialogues.models.dialogue import CALENDAR_FACTS


def _title_taken():
    return TitleTaken(_("The initiative has a dialogue of this title on that day already."))


def create_dialogue(dialogue, *, convenors):
    """Store a new dialogue with its convenors (organisations, the first one's imprint counts).

    Atomic. Raises TitleTaken when the initiative has a dialogue of this title on the same day.
    """
    try:
        with transaction.atomic():
            dialogue.slug = free_slug(Dialogue, dialogue.title, fallback="dialogue")
            dialogue.save(force_insert=True)
            set_convenors(dialogue, convenors)
    except IntegrityError as clash:
        raise _title_taken() from clash
    return dialogue


def change_dialogue(dialogue, *, based_on, fields, convenors):
    """Save `fields` and the convenors of a dialogue that was edited from version `based_on`. Atomic.

    Its address stays what it was, and so does its attribution rule (`change_attribution`). Raises
    StaleVersion when somebody saved it meanwhile, TitleTaken when its initiative has another
    dialogue of this title on the same day; then nothing is written.
    """
    try:
        with transaction.atomic():
            before = _calendar_facts(dialogue)
            save_version(dialogue, based_on=based_on, fields=fields)
            set_convenors(dialogue, convenors)
            if _calendar_facts(dialogue) != before:
                revise = {"calendar_sequence": F("calendar_sequence") + 1}
                Dialogue.objects.filter(pk=dialogue.pk).update(**revise)
    except IntegrityError as clash:
        raise _title_taken() from clash
    return dialogue


def _calendar_facts(dialogue):
    rows = Dialogue.objects.select_for_update().filter(pk=dialogue.pk)
    return rows.values_list(*CALENDAR_FACTS).first()


@transaction.atomic
def cancel_dialogue(dialogue, *, by, reason):
    """Cancel a dialogue, with the reason that those inside read. Everything about it is kept.

    Atomic compare-and-set: raises CancelledAlready when somebody was first.
    """
    now = timezone.now()
    standing = Dialogue.objects.filter(pk=dialogue.pk, cancelled_at__isnull=True)
    if not standing.update(
        cancelled_at=now,
        cancelled_by=by,
        cancel_reason=reason,
        calendar_sequence=F("calendar_sequence") + 1,
        updated_at=now,
    ):
        raise CancelledAlready(Dialogue.objects.get(pk=dialogue.pk))


@transaction.atomic
def reinstate_dialogue(dialogue):
    """Let a cancelled dialogue stand again, on the days that it had.

    Atomic compare-and-set: raises NotCancelled when it stands already.
    """
    cancelled = Dialogue.objects.filter(pk=dialogue.pk, cancelled_at__isnull=False)
    if not cancelled.update(
        cancelled_at=None,
        cancelled_by=None,
        cancel_reason="",
        calendar_sequence=F("calendar_sequence") + 1,
        updated_at=timezone.now(),
    ):
        raise NotCancelled


def set_convenors(dialogue, organisations):
    """Make `organisations` the convenors of `dialogue`, in this order. Call it in a transaction."""
    before = list(dialogue.convenings.values_list("organisation_id", flat=True))
    after = [organisation.pk for organisation in organisations]
    if before == after:
        return
    dialogue.convenings.all().delete()
    Convening.objects.bulk_create(
        Convening(dialogue=dialogue, organisation_id=pk, position=position)
        for position, pk in enumerate(after)
    )


def unattributed(dialogue):
    """Contributions whose speaker is stored and has not agreed to be named for these words."""
    return Contribution.objects.filter(
        session__dialogue=dialogue, speaker__isnull=False, attributed=False
    )


@transaction.atomic
def change_attribution(dialogue, *, to):
    """Change the attribution rule of a dialogue; the number of speakers that were forgotten.

    To the Chatham House Rule: speakers who did not agree to be named for their words are deleted,
    for good. To on the record: nothing comes back, but speakers may be stored from now on.
    Atomic compare-and-set: raises AttributionMoved when the rule is `to` already.
    """
    # Locked first, so that no speaker is stored between the rule's change and the forgetting.
    locked = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    rows = Dialogue.objects.filter(pk=dialogue.pk).exclude(attribution=to)
    if not rows.update(attribution=to, updated_at=timezone.now()):
        raise AttributionMoved(locked)
    dialogue.attribution = to
    contributions = Contribution.objects.filter(session__dialogue=dialogue)
    if to == Attribution.ON_THE_RECORD:
        contributions.update(on_the_record=True)
        return 0
    # A new version of each, so that a page opened before cannot put the speaker back unseen.
    forgotten = unattributed(dialogue).update(speaker=None, version=F("version") + 1)
    contributions.update(on_the_record=False)
    return forgotten
