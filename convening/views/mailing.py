"""Writing to several people: whom, a look at what each gets, sending it once, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convening.forms.mail import MailingTextForm, ToWhom
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.mail import Writer
from convening.mail_words import count_links, message_rows, preview
from convening.models import Mailing
from convening.recipients import STATES, audience_of, counts_of, in_state, with_people
from convening.services import mailings
from convening.wording import PLACEHOLDERS
from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from dialogues.parts.forms import typed
from dialogues.survey_languages import name as language_name

State = Mailing.State


def _dialogue(request, slug):
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return dialogue


def _mailing(dialogue, pk):
    rows = dialogue.mailings.select_related("made_by", "sent_by", "reminder")
    mailing = get_object_or_404(rows, pk=pk)
    mailing.dialogue = dialogue
    return mailing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailing_add(request, slug):
    """Choose what to write and to whom; nothing is sent yet."""
    dialogue = _dialogue(request, slug)
    form = ToWhom(typed(request), dialogue=dialogue)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        people = audience_of(dialogue, data["audience"], group=data["group"])
        try:
            made = mailings.draft(
                dialogue, kind=data["kind"], participations=people, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("convening:mailing", slug=slug, pk=made.pk)
    context = convening_frame(request, dialogue, "mail") | {"form": form}
    return render(
        request, "convening/mailing_add.html", context, status=422 if form.errors else 200
    )


@login_required
@require_safe
def mailing(request, slug, pk):
    """A mailing before it is sent: who, who not and why, the words, as one of them gets it; and after."""
    dialogue = _dialogue(request, slug)
    return _page(request, dialogue, _mailing(dialogue, pk))


def _page(request, dialogue, shown, *, status=200):
    context = convening_frame(request, dialogue, "mail")
    counts = counts_of(shown.messages.all())
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    rows = in_state(shown.messages, state) if state else shown.messages.all()
    rows = rows.select_related("mail", "participation__person__organisation")
    page = page_of(request, rows)
    context |= {
        "mailing": shown,
        "is_draft": shown.state == State.DRAFT,
        "number": counts["to_send"],
        "waiting": counts["waiting"],
        "lost": counts["failed"] + counts["bounced"] + counts["left_out"],
        "out": counts["left_out"],
        "counts": count_links(counts, state, request.path),
        "state": state,
        "rows": message_rows(page, context["naming"]),
        "page_of_messages": page,
        "texts": _texts(shown),
        "preview": _preview(request, shown, context["naming"]),
    }
    return render(request, "convening/mailing.html", context, status=status)


def _texts(shown):
    return [
        {"language": code, "name": language_name(code), **text}
        for code, text in shown.texts.items()
    ]


def _preview(request, shown, naming):
    """The mail as the person gets it whom the address names, else as the first of them."""
    if not shown.texts:
        return None
    rows = shown.messages.filter(problem="")
    asked = as_key(request.GET.get("as"))
    if asked is not None:
        rows = shown.messages.filter(participation=asked)
    first = rows.values_list("participation_id", flat=True).first()
    if first is None:
        return None
    dialogue = shown.dialogue
    [row] = with_people(dialogue.participations.filter(pk=first), dialogue)
    found = preview(Writer(dialogue, shown.texts), row)
    return found | {
        "name": naming.name(row.person),
        "language_name": language_name(found["language"]),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailing_text(request, slug, pk, language):
    """Other words for this mailing in one language."""
    dialogue = _dialogue(request, slug)
    shown = _mailing(dialogue, pk)
    if language not in shown.texts or shown.state != State.DRAFT:
        raise Http404
    form = MailingTextForm(typed(request), instance=shown, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            mailings.change_text(
                shown,
                language=language,
                subject=form.cleaned_data["subject"],
                body=form.cleaned_data["body"],
                based_on=form.based_on,
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("convening:mailing", slug=slug, pk=pk)
        else:
            messages.success(request, _("The words are saved. Nothing has been sent yet."))
            return redirect("convening:mailing", slug=slug, pk=pk)
    context = convening_frame(request, dialogue, "mail") | {
        "mailing": shown,
        "form": form,
        "language_name": language_name(language),
        "placeholders": PLACEHOLDERS.items(),
        "cancel_url": reverse("convening:mailing", args=[slug, pk]),
    }
    status = 409 if form.conflict else 422 if form.errors else 200
    return render(request, "convening/mailing_text.html", context, status=status)


@login_required
@require_POST
def mailing_send(request, slug, pk):
    """Send a mailing as it was looked at, once."""
    dialogue = _dialogue(request, slug)
    shown = _mailing(dialogue, pk)
    try:
        number = mailings.send(shown, by=request.user, seen=as_key(request.POST.get("seen")) or 0)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _page(request, dialogue, _mailing(dialogue, pk), status=409)
    words = ngettext(
        "%(number)d mail is in the outbox and goes out now.",
        "%(number)d mails are in the outbox and go out now.",
        number,
    )
    messages.success(request, words % {"number": number})
    return redirect("convening:mailing", slug=slug, pk=pk)


@login_required
@require_POST
def mailing_drop(request, slug, pk):
    """Do not send a mailing."""
    shown = _mailing(_dialogue(request, slug), pk)
    try:
        mailings.drop(shown)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("convening:mailing", slug=slug, pk=pk)
    messages.success(request, _("The mailing was dropped; nobody was written to."))
    return redirect("convening:mail", slug=slug)


@login_required
@require_POST
def mailing_stop(request, slug, pk):
    """Take out of the outbox what has not gone yet."""
    shown = _mailing(_dialogue(request, slug), pk)
    number = mailings.stop(shown)
    words = ngettext(
        "%(number)d mail that was waiting is cancelled.",
        "%(number)d mails that were waiting are cancelled.",
        number,
    )
    messages.success(request, words % {"number": number})
    return redirect("convening:mailing", slug=slug, pk=pk)


@login_required
@require_POST
def mailing_again(request, slug, pk):
    """Write anew to those whom it did not reach and can reach now."""
    shown = _mailing(_dialogue(request, slug), pk)
    try:
        number = mailings.send_again(shown)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("convening:mailing", slug=slug, pk=pk)
    words = ngettext(
        "%(number)d mail goes out again.", "%(number)d mails go out again.", number
    ) % {"number": number}
    if not number:
        words = _("Nobody of them can be reached yet: mend their addresses first.")
    messages.success(request, words)
    return redirect("convening:mailing", slug=slug, pk=pk)
