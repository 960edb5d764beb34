"""Inviting people: the list of answers, whom to ask, and whom others propose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convening import answers_list as readers
from convening.alike import alike
from convening.exceptions import AnsweredMeanwhile
from convening.forms.invitations import AnswersFilter, WhomForm
from convening.frame import CONVENE, VIEW_ANSWERS, convening_frame, convening_or_404
from convening.models import MailKind, Proposal
from convening.services import invitations as services
from convening.services.mailings import draft
from core.paging import page_of
from core.permissions import require
from core.sheets import csv_pieces, write_xlsx
from core.text import as_key
from dialogues.models import Participation
from dialogues.naming import Naming
from stakeholders.models import Disclosure, Group, Person, Stakeholder
from stakeholders.services.exports import record_disclosure
from stakeholders.views.exports import MEDIA_TYPES

MOST_AT_ONCE = 500


@login_required
@require_safe
def answers(request, slug):
    """Everybody on the list with what they answered; a partner sees the people it registered."""
    dialogue = convening_or_404(request, slug)
    require(request.user, VIEW_ANSWERS, dialogue)
    context = convening_frame(request, dialogue, "answers")
    naming = context["naming"]
    groups = Group.objects.filter(programme=dialogue.initiative.programme_id)
    visible = Participation.objects.visible_to(request.user, dialogue)
    form = AnswersFilter(request.GET, groups=groups)
    chosen = form.chosen()
    rows = readers.narrowed(visible, chosen, naming)
    page = page_of(request, readers.with_answers(rows))
    runs = request.user.has_perm(CONVENE, dialogue)
    context |= {
        "form": form,
        "active": bool(chosen.keys() - {"status", "sort"}),
        "chosen": chosen,
        "counts": readers.counts_of(visible),
        "page": page,
        "rows": [readers.row_of(row, naming) for row in page],
        "runs": runs,
        "proposals": _proposals(dialogue, naming) if runs else [],
    }
    return render(request, "convening/answers.html", context)


def _proposals(dialogue, naming):
    rows = Proposal.objects.filter(
        registration__participation__dialogue=dialogue, state=Proposal.State.OPEN
    ).select_related("registration__participation__person__organisation")
    return [
        {"proposal": row, "by": naming.name(row.registration.participation.person)} for row in rows
    ]


@login_required
@require_safe
def answers_file(request, slug):
    """The list as `?format=` csv or xlsx; who took it is written down."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    form = request.GET.get("format", "xlsx")
    if form not in ("csv", "xlsx"):
        raise Http404(form)
    rows = dialogue.participations.order_by("position", "pk")
    record_disclosure(
        by=request.user,
        what=Disclosure.What.PEOPLE,
        form=form,
        numbers={dialogue.initiative.programme_id: rows.count()},
        filters=(),
    )
    table = readers.table_of(rows, dialogue.initiative.programme)
    if form == "csv":
        response = StreamingHttpResponse(csv_pieces(readers.HEADINGS, table))
    else:
        response = HttpResponse(write_xlsx(readers.HEADINGS, table, title=_("Answers")))
    response["Content-Type"] = MEDIA_TYPES[form]
    name = f"answers-{timezone.localdate():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# Whom to ask -------------------------------------------------------------------------------------
@login_required
def invite(request, slug):
    """Choose whom to ask, look at how many they are, and draft the invitation."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    if request.method == "POST":
        return _invite(request, dialogue)
    groups = Group.objects.filter(programme=dialogue.initiative.programme_id)
    has_map = dialogue.initiative.stakeholder_map_id is not None
    form = WhomForm(request.GET, groups=groups, has_map=has_map)
    chosen = form.chosen()
    context = convening_frame(request, dialogue, "answers")
    naming = context["naming"]
    people = _people(request.user, dialogue, chosen)
    page = page_of(request, people)
    there = set(dialogue.participations.values_list("person_id", flat=True))
    context |= {
        "form": form,
        "active": bool(chosen),
        "page": page,
        "rows": [
            {
                "person": person,
                "name": naming.name(person),
                "organisation": naming.organisation(person),
                "takes_part": person.pk in there,
                "has_address": bool(person.email),
            }
            for person in page
        ],
        "all_new": people.exclude(pk__in=there).count(),
        "most": MOST_AT_ONCE,
        "asked": request.GET.urlencode(),
    }
    return render(request, "convening/invite.html", context)


def _people(user, dialogue, chosen):
    rows = Person.objects.visible_to(user).filter(programme=dialogue.initiative.programme_id)
    if group := chosen.get("group"):
        rows = rows.filter(Q(group=group) | Q(group__isnull=True, organisation__group=group))
    if chosen.get("on_map"):
        shown = dialogue.initiative.stakeholder_map_id
        entries = Stakeholder.objects.filter(map=shown, person__isnull=False)
        rows = rows.filter(pk__in=entries.values("person"))
    if words := chosen.get("q"):
        rows = rows.known_by_name_to(user).matching(words)
    rows = rows.select_related("group", "organisation__group")
    return rows if chosen.get("q") else rows.by_shown_name(user)


def _invite(request, dialogue):
    keys = [key for text in request.POST.getlist("person") if (key := as_key(text))]
    rows = Person.objects.visible_to(request.user)
    rows = rows.filter(programme=dialogue.initiative.programme_id)
    if "everybody" in request.POST:
        groups = Group.objects.filter(programme=dialogue.initiative.programme_id)
        has_map = dialogue.initiative.stakeholder_map_id is not None
        chosen = WhomForm(request.GET, groups=groups, has_map=has_map).chosen()
        people = list(_people(request.user, dialogue, chosen)[:MOST_AT_ONCE])
    else:
        people = list(rows.filter(pk__in=keys).select_related("group", "organisation__group"))
    asked = services.invite(dialogue, people=people, by=request.user) if people else []
    if not asked:
        messages.error(request, _("Choose somebody who is not on the list yet."))
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    mailing = draft(dialogue, kind=MailKind.INVITATION, participations=asked, by=request.user)
    return redirect("convening:mailing", slug=dialogue.slug, pk=mailing.pk)


# Whom others propose -----------------------------------------------------------------------------
@login_required
def proposal(request, slug, pk):
    """Somebody whom an invited person proposes: who that may be in the register, and what to do."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    rows = Proposal.objects.select_related("registration__participation__person__organisation")
    found = get_object_or_404(
        rows, pk=pk, registration__participation__dialogue=dialogue, state=Proposal.State.OPEN
    )
    found.registration.participation.dialogue = dialogue
    naming = Naming(dialogue, request.user)
    similar = _similar(request.user, dialogue, found)
    if request.method == "POST":
        chosen = as_key(request.POST.get("person"))
        person = next((each for each in similar if each.pk == chosen), None)
        try:
            participation = services.take_proposal(found, by=request.user, person=person)
        except AnsweredMeanwhile as refusal:
            messages.error(request, str(refusal))
            return redirect("convening:answers", slug=slug)
        mailing = draft(
            dialogue, kind=MailKind.INVITATION, participations=[participation], by=request.user
        )
        return redirect("convening:mailing", slug=slug, pk=mailing.pk)
    context = convening_frame(request, dialogue, "answers") | {
        "proposal": found,
        "by": naming.name(found.registration.participation.person),
        "similar": [(person, naming.label(person)) for person in similar],
        "cancel_url": reverse("convening:answers", args=[slug]),
    }
    return render(request, "convening/proposal.html", context)


def _similar(user, dialogue, found):
    entries = alike(
        user,
        dialogue,
        name=found.name,
        email=found.email,
        phone=found.phone,
        organisation=found.organisation,
    )
    return [person for person, _why in entries]


@login_required
@require_POST
def proposal_decline(request, slug, pk):
    """Do not ask whom somebody proposed."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    rows = Proposal.objects.filter(registration__participation__dialogue=dialogue)
    found = get_object_or_404(rows, pk=pk)
    try:
        services.decline_proposal(found, by=request.user)
    except AnsweredMeanwhile as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("They are not asked."))
    return redirect("convening:answers", slug=slug)
