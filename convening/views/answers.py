"""The list of a dialogue's answers, and the same as a file."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convening import answers_file
from convening import answers_list as reader
from convening.filled import groups_of, partners_of
from convening.forms.invitations import AnswersFilter
from convening.frame import CONVENE, VIEW_ANSWERS, convening_frame, convening_or_404
from convening.models import MailKind, Proposal
from convening.services import mailings
from convening.services.invitations import may_invite
from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from core.sheets import MOST_XLSX_ROWS, write_csv, write_xlsx
from dialogues.models import Participation
from dialogues.naming import Naming
from stakeholders.exceptions import SheetTooLong
from stakeholders.models import Disclosure
from stakeholders.services.exports import record_disclosure
from stakeholders.views.exports import MEDIA_TYPES

FILES = ("xlsx", "csv")


def _filter(request, dialogue, runs):
    groups = list(groups_of(dialogue))
    partners = list(partners_of(dialogue)) if runs else None
    return AnswersFilter(request.GET, groups=groups, partners=partners)


@login_required
@require_safe
def answers(request, slug):
    """Everybody on the list with what they answered; filters and order live in the address."""
    dialogue = convening_or_404(request, slug)
    require(request.user, VIEW_ANSWERS, dialogue)
    context = convening_frame(request, dialogue, "answers")
    naming, runs = context["naming"], request.user.has_perm(CONVENE, dialogue)
    form = _filter(request, dialogue, runs)
    chosen = form.chosen()
    seen = reader.narrowed(reader.rows_of(dialogue, request.user), chosen, naming)
    by_status, total = reader.counts_of(seen)
    status = chosen.get("status", "")
    rows = seen.filter(status=status) if status else seen
    page = page_of(request, reader.in_order(rows, chosen.get("sort"), naming))
    context |= {
        "form": form,
        "active": bool(chosen.keys() - {"status", "sort"}),
        "page": page,
        "rows": reader.entries_of(page, dialogue, naming),
        "counts": _counts(request, by_status, total, status),
        "status": status,
        "total": total,
        "runs": runs,
        "address": urlencode(chosen),
        "plan": getattr(dialogue, "plan", None),
    }
    if runs:
        context |= _to_do(request, dialogue)
    return render(request, "convening/answers.html", context)


def _counts(request, by_status, total, status):
    """The statuses that somebody has, with how many, as links that keep the other filters."""
    asked = request.GET.copy()
    for name in ("status", "page"):
        asked.pop(name, None)
    rows = [("", _("All"), total)]
    rows += [(key, label, by_status.get(key, 0)) for key, label in Participation.Status.choices]
    return [
        {
            "label": label,
            "number": number,
            "url": "?" + urlencode(asked | {"status": key}) if key else f"?{asked.urlencode()}",
            "current": key == status,
        }
        for key, label, number in rows
        if number or not key or key == status
    ]


def _to_do(request, dialogue):
    """What waits for the convenors: invitations not sent, and proposals."""
    everybody = reader.rows_of(dialogue, request.user)
    proposed = Proposal.objects.filter(registration__participation__dialogue=dialogue)
    return {
        "not_written": reader.not_written(everybody).count(),
        "proposed": proposed.filter(state=Proposal.State.OPEN).count(),
        "may_invite": may_invite(dialogue),
    }


@login_required
@require_POST
def answers_write(request, slug):
    """Draft the invitation to those who are invited and were not written to; it is looked at first."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    rows = reader.not_written(reader.rows_of(dialogue, request.user))
    try:
        made = mailings.draft(
            dialogue, kind=MailKind.INVITATION, participations=rows, by=request.user
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("convening:answers", slug=slug)
    return redirect("convening:mailing", slug=slug, pk=made.pk)


@login_required
@require_safe
def answers_export(request, slug):
    """The list as `?format=` xlsx or csv, narrowed by what the address says; who took it is noted."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    form = request.GET.get("format", "xlsx")
    if form not in FILES:
        raise Http404(form)
    naming = Naming(dialogue, request.user)
    chosen = _filter(request, dialogue, runs=True).chosen()
    rows = reader.narrowed(reader.rows_of(dialogue, request.user), chosen, naming)
    if status := chosen.get("status"):
        rows = rows.filter(status=status)
    number = rows.count()
    if form == "xlsx" and number > MOST_XLSX_ROWS:
        messages.error(request, str(SheetTooLong(number, MOST_XLSX_ROWS)))
        return redirect(f"{reverse('convening:answers', args=[slug])}?{urlencode(chosen)}")
    record_disclosure(
        by=request.user,
        what=Disclosure.What.PEOPLE,
        form=form,
        numbers={dialogue.initiative.programme_id: number},
        filters=chosen.keys() - {"sort"},
    )
    table = answers_file.table(dialogue, rows)
    if form == "csv":
        content = write_csv(*table)
    else:
        content = write_xlsx(*table, title=_("Answers"))
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    name = f"answers-{timezone.localdate():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
