"""The page of a dialogue's mail: reminders and mailings; and the single mails that wrote themselves."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.mail_words import annotated_counts, count_links, message_rows, reminder_rows
from convening.models import Message
from convening.recipients import STATES, counts_of, in_state
from core.paging import page_of
from core.permissions import require


@login_required
@require_safe
def mail(request, slug):
    """Reminders with their hour, mailings with what became of them, and the way to single mails."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    context = convening_frame(request, dialogue, "mail")
    page = page_of(request, dialogue.mailings.select_related("made_by", "sent_by"))
    counted = {row.pk: row for row in annotated_counts(dialogue.mailings.filter(pk__in=keys(page)))}
    programme = dialogue.initiative.programme
    context |= {
        "reminders": reminder_rows(dialogue, dialogue.reminders.all()),
        "mailings": [{"mailing": row, "counts": counted[row.pk]} for row in page],
        "page_of_mailings": page,
        "singles": singles_of(dialogue).count(),
        "programme": programme,
        "writes_templates": request.user.has_perm("convening.write_mail", programme),
        "zone": dialogue.timezone.replace("_", " "),
    }
    return render(request, "convening/mail.html", context)


@login_required
@require_safe
def mail_single(request, slug):
    """Mails that were written to one person because something happened, the latest first."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    context = convening_frame(request, dialogue, "mail")
    found = singles_of(dialogue)
    state = request.GET.get("state", "")
    if state in STATES:
        rows = in_state(found, state)
    else:
        state, rows = "", found
    page = page_of(request, rows.select_related("mail", "participation__person__organisation"))
    context |= {
        "rows": message_rows(page, context["naming"]),
        "page_of_messages": page,
        "counts": count_links(counts_of(found), state, request.path),
        "state": state,
    }
    return render(request, "convening/mail_single.html", context)


def singles_of(dialogue):
    """Messages of `dialogue` that belong to no mailing."""
    rows = Message.objects.filter(mailing__isnull=True, participation__dialogue=dialogue)
    return rows.order_by("-pk")


def keys(rows):
    """The primary keys of `rows`."""
    return [row.pk for row in rows]
