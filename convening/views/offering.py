"""Offering to pay for several people at once: what that comes to is looked at before it is done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convening import funds as readers
from convening.exceptions import AnsweredMeanwhile
from convening.forms.sponsorship import OfferForm
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.models import MailKind
from convening.recipients import PROBLEMS, problem_of, with_people
from convening.services import sponsorship as services
from convening.views.sponsorship import State, funds_of, list_page, seen_by, warn_if_over
from core.permissions import require
from dialogues.budgeting import in_words
from dialogues.models import Participation


@login_required
@require_POST
def sponsorship_offer(request, slug):
    """Show what offering all that was ticked comes to; with that `seen`, do it: all of it or nothing."""
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    rows = seen_by(request, dialogue).filter(state=State.REQUESTED)
    rows = rows.exclude(participation__status=Participation.Status.DECLINED)
    form = OfferForm(request.POST, sponsorships=rows, funds=funds_of(dialogue))
    if not form.is_valid():
        return list_page(request, dialogue, form=form)
    chosen, fund = list(form.cleaned_data["chosen"]), form.cleaned_data["fund"]
    seen, refusal = request.POST.get("seen"), ""
    if seen == _mark_of(chosen, fund):
        try:
            return _offered(request, slug, chosen, fund)
        except AnsweredMeanwhile as refused:
            form.add_error(None, str(refused))
            return list_page(request, dialogue, form=form, status=409)
    if seen:
        refusal = _("Somebody has changed an amount or the fund meanwhile: look again.")
    return _asked(request, dialogue, chosen, fund, refusal=refusal)


def _mark_of(chosen, fund):
    """What a page carries that showed these rows and this fund; another one if any of them changes."""
    return " ".join(f"{row.pk}.{row.version}" for row in [fund, *chosen])


def _offered(request, slug, chosen, fund):
    number = services.offer(chosen, fund=fund, by=request.user)
    total = in_words(sum(row.amount for row in chosen), fund.currency)
    words = ngettext(
        "%(number)d offer was made, %(total)s in all.",
        "%(number)d offers were made, %(total)s in all.",
        number,
    )
    messages.success(request, words % {"number": number, "total": total})
    warn_if_over(request, fund)
    return redirect("convening:sponsorship", slug=slug)


def _asked(request, dialogue, chosen, fund, *, refusal):
    context = convening_frame(request, dialogue, "sponsorship")
    naming = context["naming"]
    [(_fund, row)] = readers.fund_rows(readers.with_sums(funds_of(dialogue).filter(pk=fund.pk)))
    total = sum(each.amount for each in chosen)
    left = row.sums.left - total
    people = with_people(
        dialogue.participations.filter(pk__in={each.participation_id for each in chosen}), dialogue
    )
    problems = [(naming.name(each.person), _problem(each)) for each in people]
    total_words = in_words(total, fund.currency)
    submit = ngettext(
        "Offer %(total)s to %(number)d person", "Offer %(total)s to %(number)d people", len(people)
    )
    context |= {
        "refusal": refusal,
        "fund": fund,
        "rows": [
            {
                "sponsorship": each,
                "name": naming.name(each.participation.person),
                "organisation": naming.organisation(each.participation.person),
                "amount": in_words(each.amount, fund.currency) if each.amount else "",
            }
            for each in chosen
        ],
        "total": total_words,
        "nothing": sum(not each.amount for each in chosen),
        "left_before": in_words(row.sums.left, fund.currency),
        "left_after": in_words(left, fund.currency),
        "is_over": left < 0,
        "untold": [(name, problem) for name, problem in problems if problem],
        "submit": submit % {"total": total_words, "number": len(people)},
        "seen": _mark_of(chosen, fund),
        "cancel_url": reverse("convening:sponsorship", args=[dialogue.slug]),
    }
    status = 409 if refusal else 200
    return render(request, "convening/sponsorship_offer.html", context, status=status)


def _problem(participation):
    key = problem_of(participation, MailKind.SPONSORSHIP)
    return str(PROBLEMS.get(key, ""))
