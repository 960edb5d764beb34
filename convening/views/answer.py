"""One person's answer: what they said, noting it for who phoned, their link, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convening import answers_list as reader
from convening import one_answer
from convening.exceptions import AnsweredMeanwhile
from convening.filled import groups_of
from convening.forms.invitations import GroupForm, RecordForm, noted_again, possible
from convening.frame import CONVENE, REGISTER, VIEW_ANSWERS, convening_frame, convening_or_404
from convening.models import MailKind, Registration
from convening.services import links, mailings
from convening.services.invitations import record_answer
from convening.services.places import registration_of
from core.exceptions import Refusal
from core.links import address_of
from core.permissions import require
from dialogues.hand_over import pattern_of
from dialogues.naming import Naming
from dialogues.services.people import change_participant

Via = Registration.Via


def _opened(request, slug, pk, permission):
    """The dialogue, the row and how people are named; 404 for a row that the viewer may not know of."""
    dialogue = convening_or_404(request, slug)
    require(request.user, VIEW_ANSWERS, dialogue)
    row = get_object_or_404(reader.with_facts(reader.rows_of(dialogue, request.user)), pk=pk)
    row.dialogue = dialogue
    if permission != VIEW_ANSWERS:
        require(request.user, permission, dialogue)
    return dialogue, row, Naming(dialogue, request.user)


def _require_known(naming, row):
    """Whoever may not know somebody does not answer for them, and gets no link of theirs."""
    if not naming.knows(row.person):
        raise PermissionDenied


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, slug, pk):
    """What one person answered; `do=record` notes it for who phoned, `do=group` changes the group."""
    dialogue, row, naming = _opened(request, slug, pk, VIEW_ANSWERS)
    data = request.POST if request.method == "POST" else None
    if data is None:
        return _page(request, dialogue, row, naming)
    require(request.user, REGISTER, dialogue)
    _require_known(naming, row)
    steps = {"record": _record, "group": _group}
    if data.get("do") not in steps:
        raise Http404
    return steps[data["do"]](request, dialogue, row, naming)


def _record(request, dialogue, row, naming):
    form = RecordForm(request.POST, status=row.status)
    if form.is_valid():
        convenes = request.user.has_perm(CONVENE, dialogue)
        given = form.cleaned_data
        try:
            record_answer(
                row,
                answer=given["answer"],
                seen=given["seen"],
                reason=given["reason"],
                by=request.user,
                via=Via.STAFF if convenes else Via.PARTNER,
            )
        except AnsweredMeanwhile:
            return _stale(request, dialogue, row, naming, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _("%(name)s: %(status)s.")
            words = {"name": naming.name(row.person), "status": row.get_status_display()}
            messages.success(request, told % words)
            return redirect("convening:answer", slug=dialogue.slug, pk=row.pk)
    row.refresh_from_db(fields=["status"])
    return _page(request, dialogue, row, naming, record=form, status=422)


def _stale(request, dialogue, row, naming, form):
    """Both states side by side, and the form with what was typed, to be noted from where they stand now."""
    row = get_object_or_404(reader.with_facts(reader.rows_of(dialogue, request.user)), pk=row.pk)
    row.dialogue = dialogue
    given = form.cleaned_data
    fresh = noted_again(form, row.status) if possible(row.status) else None
    said = [RecordForm.LABELS[given["answer"]], given["reason"]]
    stale = {"theirs": row.get_status_display(), "mine": " · ".join(map(str, filter(None, said)))}
    return _page(request, dialogue, row, naming, record=fresh, stale=stale, status=409)


def _group(request, dialogue, row, naming):
    form = GroupForm(request.POST, groups=groups_of(dialogue))
    if form.is_valid():
        changes = {"group": form.cleaned_data["group"]}
        try:
            change_participant(row, changes=changes, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("convening:answer", slug=dialogue.slug, pk=row.pk)
    return _page(request, dialogue, row, naming, group=form, status=422)


def _page(request, dialogue, row, naming, *, record=None, group=None, stale=None, status=200):
    context = convening_frame(request, dialogue, "answers")
    runs = request.user.has_perm(CONVENE, dialogue)
    [entry] = reader.entries_of([row], dialogue, naming)
    if not entry.is_pseudonym:
        context |= {
            "record": (record or RecordForm(status=row.status)) if possible(row.status) else None,
            "group_form": group
            or GroupForm(groups=groups_of(dialogue), initial={"group": row.group_id}),
            "answers": one_answer.answers_of(entry, dialogue),
            "messages_sent": one_answer.mails_of(row, naming),
            "sponsorships": one_answer.sponsorships_of(row),
        }
    context |= {
        "entry": entry,
        "row": row,
        "facts": one_answer.facts_of(entry, runs=runs),
        "runs": runs,
        "link": one_answer.link_of(entry),
        "now": timezone.now(),
        "stale": stale,
        "back_url": reverse("convening:answers", args=[dialogue.slug]),
    }
    return render(request, "convening/answer.html", context, status=status)


# Links -------------------------------------------------------------------------------------------
@login_required
@require_POST
def answer_link(request, slug, pk):
    """Make a copy of somebody's personal link to hand over, and show it this once."""
    dialogue, row, naming = _opened(request, slug, pk, REGISTER)
    _require_known(naming, row)
    address = address_of(links.hand_over(registration_of(row)))
    context = convening_frame(request, dialogue, "answers") | {
        "address": address,
        "pattern": pattern_of(address),
        "name": naming.name(row.person),
        "phone": row.person.phone,
        "back_url": reverse("convening:answer", args=[slug, pk]),
    }
    response = render(request, "convening/answer_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def answer_revoke(request, slug, pk):
    """Take somebody's link back, with all its copies."""
    _dialogue, row, naming = _opened(request, slug, pk, CONVENE)
    registration = registration_of(row)
    if links.take_back(registration):
        told = _("The link of %(name)s opens nothing any more, nor does any copy of it.")
        messages.success(request, told % {"name": naming.name(row.person)})
    else:
        messages.info(request, _("There was no link that opens."))
    return redirect("convening:answer", slug=slug, pk=pk)


@login_required
@require_POST
def answer_write(request, slug, pk):
    """Draft the invitation to one person; it is looked at before it goes."""
    dialogue, row, _naming = _opened(request, slug, pk, CONVENE)
    try:
        made = mailings.draft(
            dialogue, kind=MailKind.INVITATION, participations=[row], by=request.user
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("convening:answer", slug=slug, pk=pk)
    return redirect("convening:mailing", slug=slug, pk=made.pk)
