"""Dialogues: the list, the overview of one, and how it is added, changed and put under another rule."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.course import usual_kind
from dialogues.exceptions import AttributionMoved, CancelledAlready, NotCancelled, TitleTaken
from dialogues.forms.calendar import CancelForm
from dialogues.forms.dialogues import DialogueFilter, DialogueForm
from dialogues.frame import crumbs_of, dialogue_or_404, frame
from dialogues.lists import AHEAD, HELD, row_of, upcoming_first
from dialogues.models import Attribution, Convening, Dialogue, Initiative
from dialogues.overview import facts_of
from dialogues.presets import preset_rows
from dialogues.readiness import lacks
from dialogues.services.dialogues import (
    cancel_dialogue,
    change_attribution,
    change_dialogue,
    create_dialogue,
    reinstate_dialogue,
    unattributed,
)
from dialogues.views.calendar import ways_to_see
from dialogues.when import Progress, progress_of


@require_safe
def dialogue_list(request):
    """The dialogues that the viewer may know of: what is ahead first, then what has been held."""
    visible = Dialogue.objects.visible_to(request.user)
    filters = DialogueFilter(request.GET, dialogues=visible)
    rows = filters.narrow(visible, request.user).select_related("initiative")
    page = page_of(request, upcoming_first(rows, today=timezone.localdate()))
    context = {
        "page": page,
        "rows": [_row(dialogue) for dialogue in page],
        "filters": filters,
        "is_filtered": any(filters.cleaned_data.values()),
        "tabs": ways_to_see("list"),
        "may_add": request.user.has_perm("dialogues.add_dialogue"),
    }
    return render(request, "dialogues/dialogue_list.html", context)


def _row(dialogue):
    heading = {AHEAD: _("Ahead and under way"), HELD: _("Held")}.get(
        dialogue.is_held, _("Cancelled")
    )
    return row_of(dialogue) | {"heading": heading}


@require_safe
def dialogue(request, slug):
    """A dialogue: when, where, who convenes it, what it asks, and what is written about it."""
    shown = dialogue_or_404(request, slug)
    context = frame(request, shown, "overview")
    convenings = Convening.objects.select_related("organisation").order_by("position", "pk")
    convenors = [row.organisation for row in convenings.filter(dialogue=shown)]
    questions = list(shown.questions.all())
    context |= {
        "facts": facts_of(shown, context["naming"], convenors),
        "questions": questions,
        "background": shown.background.all(),
        "materials": shown.materials.all(),
        "lacks": (
            lacks(shown, context["progress"], convenors=convenors, questions=questions)
            if context["can_change"] and not shown.is_cancelled
            else []
        ),
    }
    return render(request, "dialogues/dialogue_overview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_add(request):
    """Add a dialogue to the initiative that `?initiative=` names; without it, choose one."""
    require(request.user, "dialogues.add_dialogue")
    slug = request.GET.get("initiative")
    if not slug:
        return _choose_initiative(request)
    if "\x00" in slug:  # PostgreSQL does not even compare with it
        raise Http404
    visible = Initiative.objects.visible_to(request.user).select_related("programme")
    initiative = get_object_or_404(visible, slug=slug)
    require(request.user, "dialogues.change_initiative", initiative)
    begun = Dialogue(initiative=initiative, kind=usual_kind(initiative))
    form = DialogueForm(request.POST or None, instance=begun, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            added = create_dialogue(form.instance, convenors=form.cleaned_data["convenors"])
        except TitleTaken as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(
                request, _("The dialogue is there. What it still lacks is listed below.")
            )
            _warn_of_the_past(request, added)
            return redirect(added)
    context = {
        "form": form,
        "presets": preset_rows(),
        "title": _("Add a dialogue"),
        "submit": _("Add the dialogue"),
        "cancel_url": initiative.get_absolute_url(),
        "crumbs": crumbs_of(form.instance),
    }
    return render(request, "dialogues/dialogue_form.html", context)


def _choose_initiative(request):
    initiatives = Initiative.objects.run_by(request.user).select_related("programme")
    context = {
        "page": page_of(request, initiatives),
        "crumbs": [{"label": _("Dialogues"), "url": reverse("dialogues:dialogue_list")}],
    }
    return render(request, "dialogues/dialogue_choose_initiative.html", context)


def _warn_of_the_past(request, dialogue):
    if progress_of(dialogue) == Progress.HELD:
        messages.warning(
            request,
            _(
                "Its last day has passed, so the dialogue counts as held. If that is wrong, mend the dates."
            ),
        )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_edit(request, slug):
    """Change what is written about a dialogue."""
    changed = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", changed)
    title, days = changed.title, (changed.starts_on, changed.ends_on)
    form = DialogueForm(request.POST or None, instance=changed, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            change_dialogue(
                changed,
                based_on=form.based_on,
                fields=form.model_fields,
                convenors=form.cleaned_data["convenors"],
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        except TitleTaken as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            if days != (changed.starts_on, changed.ends_on):
                _warn_of_the_past(request, changed)
            return redirect(changed)
    context = {
        "form": form,
        "title": _("Edit the dialogue"),
        "submit": _("Save"),
        "cancel_url": changed.get_absolute_url(),
        "attribution": changed.get_attribution_display(),
        "attribution_url": reverse("dialogues:dialogue_attribution", args=[changed.slug]),
        "crumbs": [*crumbs_of(changed), {"label": title, "url": changed.get_absolute_url()}],
    }
    status = 409 if form.conflict else 200
    return render(request, "dialogues/dialogue_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_attribution(request, slug):
    """Change the attribution rule to the other one, having read what that does."""
    changed = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", changed)
    to = Attribution.ON_THE_RECORD if changed.is_chatham_house else Attribution.CHATHAM_HOUSE
    asked = request.POST.get("to")
    if asked in Attribution.values:
        try:
            forgotten = change_attribution(changed, to=asked)
        except AttributionMoved as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _said_after(changed, forgotten))
        return redirect(changed)
    context = {
        "to": to,
        "title": _("Change the rule to “%(rule)s”") % {"rule": to.label},
        "consequences": _consequences(changed, to),
        "cancel_url": changed.get_absolute_url(),
        "crumbs": [
            *crumbs_of(changed),
            {"label": changed.title, "url": changed.get_absolute_url()},
        ],
    }
    return render(request, "dialogues/dialogue_attribution.html", context)


def _consequences(dialogue, to):
    if to == Attribution.ON_THE_RECORD:
        return [
            _("From now on speakers may be stored with what they said, and named."),
            _("Nobody who was left out comes back: speakers that were not kept are not known."),
            _("People who were there under the other rule should be asked first."),
        ]
    number = unattributed(dialogue).count()
    return [
        ngettext(
            "%(number)d speaker who did not agree to be named is deleted from the notes, for good.",
            "%(number)d speakers who did not agree to be named are deleted from the notes, for good.",
            number,
        )
        % {"number": number}
        if number
        else _("No speaker has to be deleted from the notes."),
        _("From now on a speaker is kept only if they agreed to be named for these words."),
        _("Lists name only those who agreed to be listed."),
    ]


def _said_after(dialogue, forgotten):
    rule = _("The rule is now “%(rule)s”.") % {"rule": dialogue.get_attribution_display()}
    if not forgotten:
        return rule
    told = ngettext(
        "%(number)d speaker was deleted from the notes.",
        "%(number)d speakers were deleted from the notes.",
        forgotten,
    )
    return f"{rule} {told % {'number': forgotten}}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_cancel(request, slug):
    """Cancel a dialogue with a reason, having read what that does."""
    cancelled = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", cancelled)
    if cancelled.is_cancelled:
        messages.warning(request, str(CancelledAlready(cancelled)))
        return redirect(cancelled)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_dialogue(cancelled, by=request.user, reason=form.cleaned_data["reason"])
        except CancelledAlready as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The dialogue is cancelled. Tell those who were invited."))
        return redirect(cancelled)
    context = {
        "dialogue": cancelled,
        "form": form,
        "consequences": _consequences_of_cancelling(cancelled),
        "crumbs": [
            *crumbs_of(cancelled),
            {"label": cancelled.title, "url": cancelled.get_absolute_url()},
        ],
    }
    return render(request, "dialogues/dialogue_cancel.html", context)


def _consequences_of_cancelling(dialogue):
    number = dialogue.people_count
    return [
        _("Its page, lists and the calendar say that it is cancelled; nothing of it is deleted."),
        _("Calendars that people subscribed to show it as cancelled the next time they ask."),
        ngettext(
            "%(number)d person is invited or registered. They are not told by this: write to them.",
            "%(number)d people are invited or registered. They are not told by this: write to them.",
            number,
        )
        % {"number": number}
        if number
        else _("Nobody is invited or registered yet."),
        _("It does not count as held. It can be reinstated later, on the same or on other days."),
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_reinstate(request, slug):
    """Let a cancelled dialogue stand again."""
    reinstated = dialogue_or_404(request, slug)
    require(request.user, "dialogues.change_dialogue", reinstated)
    if not reinstated.is_cancelled:
        messages.warning(request, str(NotCancelled()))
        return redirect(reinstated)
    if request.method == "POST":
        try:
            reinstate_dialogue(reinstated)
        except NotCancelled as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The dialogue stands again. Look at its days."))
        return redirect(reinstated)
    context = {
        "dialogue": reinstated,
        "consequences": [
            _("It is no longer shown as cancelled, here and in calendars."),
            _("The reason for which it was cancelled is deleted."),
            _("It keeps the days that it had; change them afterwards if need be."),
        ],
        "crumbs": [
            *crumbs_of(reinstated),
            {"label": reinstated.title, "url": reinstated.get_absolute_url()},
        ],
    }
    return render(request, "dialogues/dialogue_reinstate.html", context)
