"""Reminders of a dialogue: set, changed, taken away before they go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convening.due import due_of
from convening.forms.mail import ReminderForm
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.mail import Writer, texts_of
from convening.mail_words import preview, reachable_by_status, rule_in_words, when_it_goes
from convening.models import Reminder
from convening.recipients import audience_of, with_people
from convening.services import reminders as services
from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from dialogues.parts.forms import typed
from dialogues.survey_languages import name as language_name


def _dialogue(request, slug):
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return dialogue


def _told(reminder, dialogue):
    """When it goes, and to how many as of now."""
    by_status = reachable_by_status(dialogue)
    return when_it_goes(reminder, dialogue, due_of(reminder, dialogue), by_status)


@login_required
@require_POST
def reminders_usual(request, slug):
    """Set the reminders that most dialogues want."""
    number = services.set_usual(_dialogue(request, slug))
    words = ngettext(
        "%(number)d reminder is set. Look when it goes, and change what does not fit.",
        "%(number)d reminders are set. Look when they go, and change what does not fit.",
        number,
    )
    messages.success(request, words % {"number": number})
    return redirect("convening:mail", slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_add(request, slug):
    """Set one more reminder."""
    dialogue = _dialogue(request, slug)
    form = ReminderForm(typed(request), instance=Reminder(dialogue=dialogue))
    if request.method == "POST" and form.is_valid():
        reminder = form.save(commit=False)
        reminder.days = form.days
        services.add_reminder(reminder)
        messages.success(request, _told(reminder, dialogue))
        return redirect("convening:mail", slug=slug)
    return _page(request, dialogue, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_edit(request, slug, pk):
    """Change a reminder that was not sent; what was sent is shown with a word about it."""
    dialogue = _dialogue(request, slug)
    reminder = get_object_or_404(dialogue.reminders, pk=pk)
    if reminder.sent_at:
        messages.info(request, _("This reminder has been sent. Add another one if you need it."))
        return redirect("convening:mail", slug=slug)
    shown = {"rule": rule_in_words(reminder), "told": _told(reminder, dialogue)}
    shown["preview"] = _preview(reminder, dialogue)
    form = ReminderForm(typed(request), instance=reminder)
    if request.method == "POST" and form.is_valid():
        reminder.days = form.days
        fields = [*form.model_fields, "days"]
        try:
            services.change_reminder(reminder, based_on=form.based_on, fields=fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("convening:mail", slug=slug)
        else:
            messages.success(request, _told(reminder, dialogue))
            return redirect("convening:mail", slug=slug)
    return _page(request, dialogue, form, reminder=reminder, **shown)


def _preview(reminder, dialogue):
    """The reminder as the first person gets it whom it would go to now; None if that is nobody."""
    first = (
        audience_of(dialogue, reminder.audience)
        .exclude(person__email="")
        .order_by("position", "pk")
    )
    rows = with_people(first.filter(pk__in=first.values("pk")[:1]), dialogue)
    if not rows:
        return None
    writer = Writer(dialogue, texts_of(dialogue.initiative.programme_id, reminder.kind))
    found = preview(writer, rows[0])
    return found | {"person": rows[0].person, "language_name": language_name(found["language"])}


def _page(request, dialogue, form, **more):
    context = convening_frame(request, dialogue, "mail")
    if more.get("preview"):
        more["preview"]["name"] = context["naming"].name(more["preview"]["person"])
    context |= {"form": form, "cancel_url": reverse("convening:mail", args=[dialogue.slug]), **more}
    status = 409 if form.conflict else 422 if form.errors else 200
    return render(request, "convening/reminder_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_delete(request, slug, pk):
    """Take a reminder away that was not sent."""
    dialogue = _dialogue(request, slug)
    reminder = get_object_or_404(dialogue.reminders, pk=pk)
    back = redirect("convening:mail", slug=slug)
    if request.method == "POST":
        try:
            services.remove_reminder(reminder)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The reminder is gone; nobody is written to."))
        return back
    context = convening_frame(request, dialogue, "mail") | {
        "reminder": reminder,
        "text": _told(reminder, dialogue),
        "submit": _("Take it away"),
        "cancel_url": reverse("convening:mail", args=[slug]),
    }
    return render(request, "convening/reminder_delete.html", context)
