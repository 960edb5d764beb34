"""What is written to the people of a dialogue: templates, mailings seen before they are sent, reminders."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Mail, Versioned
from dialogues.models import Dialogue, Participation
from stakeholders.models import Programme


class MailKind(models.TextChoices):
    """What a mail is about; each kind has words of ours until a programme writes its own."""

    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder to answer")
    CONFIRMED = "confirmed", _("Place confirmed")
    REQUESTED = "requested", _("Registration received, awaits approval")
    WAITING = "waiting", _("On the waiting list")
    OFFER = "offer", _("Place offered")
    OFFER_ENDED = "offer-ended", _("Offer of a place ended")
    DECLINED = "declined", _("Thank you for telling us")
    REFUSED = "refused", _("No place")
    BEFORE = "before", _("Before the dialogue")
    AGENDA = "agenda", _("The agenda changed")
    THANKS = "thanks", _("Thank you, with the materials")
    SPONSORSHIP = "sponsorship", _("Sponsorship offered")
    OTHER = "other", _("Other")


class MailTemplate(Dated, Versioned):
    """A programme's own words for one kind of mail in one language."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="mail_templates")
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "language"], name="one_template_of_a_kind_and_language"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.language})"


class Audience(models.TextChoices):
    """Whom a mailing or a reminder is for; whoever fits on the day it is sent."""

    INVITED = "invited", _("Invited, not answered")
    COMING = "coming", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    ATTENDED = "attended", _("Attended")
    EVERYBODY = "everybody", _("Everybody but those who declined")


class Reminder(Dated, Versioned):
    """A mail that sends itself: `days` after a date of the dialogue (before it, if negative), at an hour
    of the dialogue's own zone. When the date moves it moves too; it is sent once."""

    class Anchor(models.TextChoices):
        STARTS = "starts", _("the first day")
        ENDS = "ends", _("the last day")
        ANSWER_BY = "answer-by", _("the last day for answers")

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="reminders")
    kind = models.CharField(_("what"), max_length=20, choices=MailKind, default=MailKind.REMINDER)
    audience = models.CharField(
        _("to whom"), max_length=12, choices=Audience, default=Audience.INVITED
    )
    anchor = models.CharField(_("date"), max_length=10, choices=Anchor, default=Anchor.STARTS)
    days = models.SmallIntegerField(
        _("days after it"), validators=[MinValueValidator(-365), MaxValueValidator(365)]
    )
    at = models.TimeField(_("at"))
    is_on = models.BooleanField(_("on"), default=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]

    def __str__(self):
        return self.get_kind_display()


class Mailing(Dated, Versioned):
    """One mail to several people of a dialogue: drafted, looked at as each will get it, then sent once.

    `texts` are its words by language: `{"en": {"subject": …, "body": …}}`, with placeholders.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("To be looked at")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not sent")

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="mailings")
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    texts = models.JSONField(_("texts"), default=dict)
    made_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reminder = models.ForeignKey(
        Reminder, models.SET_NULL, null=True, blank=True, related_name="mailings"
    )

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"


class Message(models.Model):
    """A mailing, or a single mail that has none, as one person gets it; without `mail` it went to nobody,
    and `problem` (convening.recipients.PROBLEMS) says why."""

    mailing = models.ForeignKey(
        Mailing, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="messages")
    mail = models.OneToOneField(
        Mail, models.SET_NULL, null=True, blank=True, related_name="message"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind, blank=True)
    problem = models.CharField(_("why not"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "participation"], name="one_message_of_a_mailing_each"
            ),
        ]


class OwedMail(models.Model):
    """A mail that is owed to somebody and not written yet (convening.services.owed)."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind)
    key = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
