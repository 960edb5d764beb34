"""Who is sponsored at a dialogue: asked for, offered, accepted, paid; and the list for the travel agent."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from convening import funds as readers
from convening.exceptions import AnsweredMeanwhile, SponsoredAlready
from convening.forms.sponsorship import AskForm, OfferForm, StepForm
from convening.frame import CONVENE, VIEW_ANSWERS, convening_frame, convening_or_404
from convening.models import Fund, Sponsorship
from convening.services import sponsorship as services
from core.paging import page_of
from core.permissions import require
from core.sheets import csv_pieces, write_xlsx
from dialogues.budgeting import in_words
from dialogues.models import Participation
from dialogues.naming import Naming
from stakeholders.models import Disclosure
from stakeholders.services.exports import record_disclosure
from stakeholders.views.exports import MEDIA_TYPES

State = Sponsorship.State
# As badges show them; the rest is quiet.
TONES = {
    State.REQUESTED: "warn",
    State.OFFERED: "active",
    State.ACCEPTED: "active",
    State.PAID: "good",
    State.REFUSED: "quiet",
    State.DECLINED: "quiet",
}


def seen_by(request, dialogue):
    """The sponsorships that the viewer may know of: a partner those of the people it registered."""
    visible = Participation.objects.visible_to(request.user, dialogue)
    rows = Sponsorship.objects.filter(participation__in=visible).select_related(
        "participation__person__organisation", "fund"
    )
    return rows.order_by("participation__position", "participation", "what")


def funds_of(dialogue):
    """The funds from which people at `dialogue` may be paid for."""
    return Fund.objects.filter(programme=dialogue.initiative.programme_id)


@login_required
@require_safe
def sponsorship(request, slug):
    """Everything that is paid, or asked for, by person; for convenors with the funds it comes from."""
    dialogue = convening_or_404(request, slug)
    require(request.user, VIEW_ANSWERS, dialogue)
    return list_page(request, dialogue)


def list_page(request, dialogue, *, form=None, status=200):
    """The page of all sponsorships that the viewer sees; with a form of offers that came back."""
    context = convening_frame(request, dialogue, "sponsorship")
    naming = context["naming"]
    rows = seen_by(request, dialogue)
    numbers = Counter(rows.order_by().values_list("state", flat=True))
    wanted = request.GET.get("state")
    wanted = wanted if wanted in State.values else ""
    page = page_of(request, rows.filter(state=wanted) if wanted else rows)
    runs = request.user.has_perm(CONVENE, dialogue)
    context |= {
        "page": page,
        "rows": [_row(row, naming, runs) for row in page],
        "wanted": wanted,
        "total": numbers.total(),
        "states": [
            {"key": key, "label": label, "number": numbers[key]}
            for key, label in State.choices
            if numbers[key] or key == wanted
        ],
        "runs": runs,
    }
    context["offers"] = any(row["may_offer"] for row in context["rows"])
    if runs:
        funds = readers.with_sums(funds_of(dialogue).order_by("title", "pk"))
        money = readers.fund_rows(funds)
        here = readers.fund_rows(
            readers.with_sums(
                funds_of(dialogue).order_by("title"), participation__dialogue=dialogue
            )
        )
        booked, usual = readers.sponsored_places(dialogue)
        context |= {
            "form": form
            or OfferForm(sponsorships=seen_by(request, dialogue), funds=funds_of(dialogue)),
            "funds": [_fund(fund, row) for fund, row in money],
            "here": [_fund(fund, row) for fund, row in here if row.sums.used],
            "booked": booked,
            "usual": usual,
            "runs_funds": request.user.has_perm(
                "convening.run_funds", dialogue.initiative.programme
            ),
            "veiled": readers.protected_travellers(dialogue),
        }
    return render(request, "convening/sponsorship.html", context, status=status)


def _row(row, naming, runs):
    amount = row.amount if row.paid_amount is None else row.paid_amount
    currency = row.fund.currency if row.fund else ""
    person = row.participation.person
    declined = row.participation.status == Participation.Status.DECLINED
    return {
        "sponsorship": row,
        "name": naming.name(person),
        "organisation": naming.organisation(person),
        "amount": in_words(amount, currency) if amount else "",
        "fund": row.fund if runs else None,
        "may_offer": runs and row.state == State.REQUESTED and not declined,
        "has_declined": declined,
        "tone": TONES[row.state],
        "has_letter": runs and row.what == Sponsorship.What.VISA and row.state in readers.BOOKED,
    }


def _fund(fund, row):
    sums = row.sums
    return {
        "fund": fund,
        "planned": in_words(sums.planned, fund.currency),
        "committed": in_words(sums.committed, fund.currency),
        "spent": in_words(sums.spent, fund.currency),
        "left": in_words(sums.left, fund.currency),
        "is_over": sums.is_over,
    }


@login_required
def sponsorship_ask(request, slug):
    """Ask that something be paid for somebody of the list."""
    dialogue = convening_or_404(request, slug)
    require(request.user, VIEW_ANSWERS, dialogue)
    visible = Participation.objects.visible_to(request.user, dialogue)
    visible = visible.exclude(status=Participation.Status.DECLINED)
    naming = Naming(dialogue, request.user)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        participations=visible.select_related("person__organisation"),
        naming=naming,
        initial={"participation": request.GET.get("participation")},
    )
    if request.method == "POST" and form.is_valid():
        asked = _ask(request.user, form.cleaned_data)
        words = ngettext("%(number)d request is noted.", "%(number)d requests are noted.", asked)
        messages.success(request, words % {"number": asked})
        return redirect("convening:sponsorship", slug=slug)
    context = convening_frame(request, dialogue, "sponsorship") | {
        "form": form,
        "cancel_url": reverse("convening:sponsorship", args=[slug]),
    }
    return render(request, "convening/sponsorship_ask.html", context)


def _ask(user, chosen):
    """How many of the things that were ticked are asked for now; those asked for before stay."""
    asked = 0
    for what in chosen["what"]:
        try:
            services.ask_for(
                chosen["participation"],
                what=what,
                amount=chosen["amount"] or 0,
                note=chosen["note"],
                by=user,
            )
        except SponsoredAlready:
            continue
        asked += 1
    return asked


@login_required
def sponsorship_step(request, slug, pk):
    """One thing that is paid for one person: its trail, and the next step."""
    dialogue = convening_or_404(request, slug)
    require(request.user, VIEW_ANSWERS, dialogue)
    row = get_object_or_404(seen_by(request, dialogue), pk=pk)
    runs = request.user.has_perm(CONVENE, dialogue)
    steps = [state for state, before in services.STEPS.items() if row.state in before]
    form = None
    status = 200
    if runs:
        form = StepForm(
            request.POST if request.method == "POST" else None,
            sponsorship=row,
            steps=steps,
            funds=funds_of(dialogue),
        )
    elif request.method == "POST":
        require(request.user, CONVENE, dialogue)
    if request.method == "POST" and form.is_valid():
        try:
            _take(row, form, request.user)
        except AnsweredMeanwhile as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("Noted."))
            warn_if_over(request, row.fund)
            return redirect("convening:sponsorship", slug=slug)
    context = convening_frame(request, dialogue, "sponsorship")
    context |= {
        "row": _row(row, context["naming"], runs),
        "steps": row.steps.select_related("by"),
        "form": form if steps else None,
        "runs": runs,
        "cancel_url": reverse("convening:sponsorship", args=[slug]),
    }
    return render(request, "convening/sponsorship_step.html", context, status=status)


def warn_if_over(request, fund):
    """Say so where more is promised or paid from a fund than it holds."""
    if fund is None:
        return
    after = readers.with_sums(Fund.objects.filter(pk=fund.pk)).get()
    if after.committed + after.spent > after.amount:
        words = _("More is promised and paid from “%(fund)s” than it holds: %(over)s too much.")
        over = in_words(after.committed + after.spent - after.amount, fund.currency)
        messages.warning(request, words % {"fund": fund.title, "over": over})


def _take(row, form, user):
    fields = form.fields_of_step()
    if form.cleaned_data["to"] == State.OFFERED:
        services.offer([row], fund=fields["fund"], by=user, amount=fields["amount"])
    else:
        services.take_step(row, to=form.cleaned_data["to"], by=user, **fields)


@login_required
@require_safe
def travel_list(request, slug):
    """The list for the travel agent, as `?format=` csv or xlsx; who took it is written down."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    form = request.GET.get("format", "xlsx")
    if form not in ("csv", "xlsx"):
        raise Http404(form)
    headings, rows = readers.travellers(dialogue)
    record_disclosure(
        by=request.user,
        what=Disclosure.What.PEOPLE,
        form=form,
        numbers={dialogue.initiative.programme_id: len(rows)},
        filters=(),
    )
    if form == "csv":
        content = "".join(_text(piece) for piece in csv_pieces(headings, rows)).encode()
    else:
        content = write_xlsx(headings, rows, title=_("Travel"))
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    name = f"travel-{timezone.localdate():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _text(piece):
    return piece.decode() if isinstance(piece, bytes) else piece
