"""What becomes of a printing once it is ready: it is published, at once or under an embargo, withdrawn with a
reason, and compared in words with another of the same report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from dialogues.parts.forms import typed
from reports import services
from reports.comparing import changes_between
from reports.forms import GiveOutForm, WithdrawForm
from reports.models import Edition, Printing
from reports.outdated import tells_too_much
from reports.places import way_to

MOST_OTHERS = 30
PUBLISH = "reports.publish_printing"
either = require_http_methods(["GET", "HEAD", "POST"])


def _to_publish(request, pk):
    rows = Printing.objects.visible_to(request.user).with_their_report()
    row = get_object_or_404(rows, pk=pk)
    require(request.user, PUBLISH, row)
    return row


@login_required
@either
def printing_publish(request, pk):
    """Publish an edition, at once or from a moment to come."""
    row = _to_publish(request, pk)
    form = GiveOutForm(typed(request), zone=_zone_of(row.report))
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_printing(row, by=request.user, at=form.moment)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _done(row, form.moment))
        return redirect(row)
    text = _("Read it before you publish it: anybody will be able to download it.")
    if row.edition == Edition.PARTICIPANTS:
        text = _(
            "Those who take part and have an account find it among their reports, and nobody else does."
        )
    return _form(request, row, form, _("Publish this edition?"), _("Publish it"), text)


def _done(row, moment):
    if moment is not None:
        return _("It opens by itself at that moment; until then nobody but the team sees it.")
    if row.edition == Edition.PARTICIPANTS:
        return _("The report is published: those who take part can read it.")
    return _("The report is published: anybody can read it.")


def _zone_of(report):
    belongs_to = report.of
    dialogue = getattr(belongs_to, "dialogue", belongs_to)
    return getattr(dialogue, "timezone", "") or "UTC"


@login_required
@either
def printing_withdraw(request, pk):
    """Take a published edition back, with the reason that its readers are told."""
    row = _to_publish(request, pk)
    form = WithdrawForm(typed(request))
    if row.is_awaited:
        # Nobody has read it: there is nobody to tell why.
        form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_printing(row, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The report is withdrawn: only the team can read it."))
        return redirect(row)
    text = _("It cannot be published again; print it anew to publish it once more.")
    return _form(request, row, form, _("Withdraw this edition?"), _("Withdraw it"), text)


def _form(request, row, form, title, submit, text):
    context = {
        "printing": row,
        "form": form,
        "title": title,
        "submit": submit,
        "text": text,
        "crumbs": way_to(request.user, row.report),
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "reports/printing_form.html", context)


# Comparing ---------------------------------------------------------------------------------------
def others_of(printing, user):
    """The other printings of the same report with which `user`, who may print it, may compare this one."""
    if printing.state != Printing.State.READY or not user.has_perm(
        "reports.print_report", printing.report
    ):
        return ()
    rows = Printing.objects.filter(report=printing.report_id, state=Printing.State.READY)
    return rows.exclude(pk=printing.pk).defer("snapshot")[:MOST_OTHERS]


@login_required
@require_safe
def printing_compare(request, pk):
    """What another printing of the same report says otherwise, in words."""
    rows = Printing.objects.visible_to(request.user).with_their_report()
    later = get_object_or_404(rows, pk=pk)
    require(request.user, "reports.print_report", later.report)
    earlier = _named(rows.filter(report=later.report_id), request.GET.get("with"))
    if (earlier.created_at, str(earlier.pk)) > (later.created_at, str(later.pk)):
        earlier, later = later, earlier
    if closed := next((row for row in (earlier, later) if tells_too_much(row)), None):
        # Its words are shown nowhere any more; its own page says why.
        return redirect(closed)
    found, counts = changes_between(earlier, later)
    context = {
        "earlier": earlier,
        "later": later,
        "counts": counts,
        "page": page_of(request, found),
        "crumbs": [*way_to(request.user, later.report), _crumb(later)],
    }
    return render(request, "reports/printing_compare.html", context)


def _named(rows, key):
    try:
        return rows.get(pk=key)
    except (Printing.DoesNotExist, ValidationError) as error:
        raise Http404 from error


def _crumb(printing):
    return {"label": printing.get_edition_display(), "url": printing.get_absolute_url()}
