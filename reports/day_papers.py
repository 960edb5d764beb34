"""Papers for the day and after it: sign-in sheet, badges, table cards, certificates, letters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convening.attendance import days_of
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.models import MailKind
from convening.services.mailings import draft
from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from dialogues.models import Participation
from dialogues.naming import Naming
from reports import services
from reports.day_desk import FORMS, form_of, papers, signed_before, who_needs_a_visa
from reports.forms import LetterForm
from reports.models import Edition, Format, Printing, ReportKind


@login_required
@require_safe
def day_papers(request, slug):
    """What can be printed for the day of a dialogue and after it, and letters for those who need a visa."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    context = convening_frame(request, dialogue, "papers")
    for_the_day, after = papers(dialogue, days_of(dialogue), context["naming"])
    page = page_of(request, who_needs_a_visa(dialogue))
    context |= {
        "for_the_day": for_the_day,
        "after": after,
        "page": page,
        "letters": _letters(page, context["naming"]),
        "letter_form": LetterForm(initial=signed_before(dialogue, request.user)),
    }
    return render(request, "reports/day_papers.html", context)


def _letters(page, naming):
    """The people of a page of the list of letters, with the state of the letter of each."""
    rows = list(page)
    printed = Printing.objects.without_snapshot().in_bulk(
        [row.printed for row in rows if row.printed]
    )
    return [
        {
            "key": row.pk,
            "name": naming.name(row.person),
            "organisation": naming.organisation(row.person),
            "status": row.status,
            "status_label": row.get_status_display(),
            "is_protected": row.person.protected,
            "printing": printed.get(row.printed),
        }
        for row in rows
    ]


@login_required
@require_POST
def print_day_paper(request, slug, kind):
    """Ask for one of the papers of a dialogue, with what was chosen for it."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    if kind not in FORMS:
        raise Http404
    kind = ReportKind(kind)
    naming = Naming(dialogue, request.user)
    form = form_of(kind, dialogue, request.POST, days=days_of(dialogue), naming=naming)
    if not form.is_valid():
        messages.error(
            request, _("Choose from what is offered: %(label)s.") % {"label": kind.label}
        )
        return redirect("reports:day_papers", slug=slug)
    if kind == ReportKind.BADGES:
        printing = services.request_badges(dialogue, choices=form.choices, by=request.user)
    else:
        printing = services.request_printing(
            services.report_of(dialogue, kind),
            edition=form.cleaned_data.get("edition") or Edition.INTERNAL,
            file_format=form.cleaned_data.get("format") or Format.PDF,
            as_of=form.cleaned_data.get("day"),
            choices=form.choices,
            by=request.user,
        )
    return redirect(printing)


@login_required
@require_POST
def print_letter(request, slug):
    """Ask for the invitation letter of one person."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    rows = dialogue.participations.select_related("person", "dialogue__initiative")
    participation = get_object_or_404(rows, pk=as_key(request.POST.get("participation")))
    form = LetterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say who signs the letter."))
        return redirect("reports:day_papers", slug=slug)
    try:
        report = services.report_of_participation(participation)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("reports:day_papers", slug=slug)
    choices = {name: value for name, value in form.cleaned_data.items() if value}
    return redirect(
        services.request_printing(
            report, edition=Edition.INTERNAL, choices=choices, by=request.user
        )
    )


@login_required
@require_POST
def thank(request, slug):
    """Draft the mail that thanks those who attended; it is looked at before it is sent."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    attended = dialogue.participations.filter(status=Participation.Status.ATTENDED)
    if not attended.exists():
        messages.warning(request, _("Nobody is noted as having attended."))
        return redirect("reports:day_papers", slug=slug)
    mailing = draft(dialogue, kind=MailKind.THANKS, participations=attended, by=request.user)
    return redirect("convening:mailing", slug=slug, pk=mailing.pk)
