"""Sending a version of a briefing: whom, what they will read, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.paging import page_of
from stakeholders.briefing_reading import Reach, not_sent, people_of, with_reach
from stakeholders.exceptions import BriefingOutdated
from stakeholders.forms.briefings import SendForm
from stakeholders.mail.briefings import briefing_mail
from stakeholders.models import Person
from stakeholders.naming import name_for
from stakeholders.services.briefings import send_briefing
from stakeholders.views.briefings import run_by_or_403

AT_ONCE = 300  # people of one list; who was sent it leaves the list, so the next ones follow


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def briefing_send(request, slug, pk, number):
    """Choose people of the group, see who gets what, and send it: choosing, looking it over, sending."""
    table = run_by_or_403(request, slug, pk)
    version = table.version_or_404(number)
    waiting = _waiting(request.user, version)
    able = waiting.filter(reach=Reach.MAIL).select_related("organisation")
    people = list(able.by_shown_name(request.user)[:AT_ONCE])
    form = SendForm(request.POST if request.method == "POST" else None, people=people)
    looks = False
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["confirmed"]:
            return _sent(request, table, version, form.cleaned_data["person"])
        looks = True
    context = _page(request, table, version, form=form, people=people, waiting=waiting)
    if looks:
        return _look(request, context, form.cleaned_data["person"])
    return render(request, "stakeholders/briefing_send.html", context)


def _waiting(user, version):
    """People of the group whom the viewer sees and who were not sent this version, with their reach."""
    shown = version.briefing.map
    rows = people_of(version.briefing.group).filter(programme=shown.programme_id)
    seen = Person.objects.visible_to(user).filter(pk__in=rows.order_by().values("pk"))
    return with_reach(not_sent(seen, version))


def _sent(request, table, version, chosen):
    try:
        number = send_briefing(version, people=chosen, by=request.user)
    except BriefingOutdated as refusal:
        messages.warning(request, str(refusal))
    else:
        _tell(request, number, len(set(chosen)) - number)
    return redirect(table.url("briefing_send", version.number))


def _tell(request, number, left_out):
    if number:
        told = ngettext(
            "It is on its way to %(number)d person.",
            "It is on its way to %(number)d people.",
            number,
        )
        messages.success(request, told % {"number": number})
    if left_out:
        told = ngettext(
            "%(number)d person was left out: they were sent it before, or cannot be written to.",
            "%(number)d people were left out: they were sent it before, or cannot be written to.",
            left_out,
        )
        messages.warning(request, told % {"number": left_out})


def _page(request, table, version, *, form, people, waiting):
    user = request.user
    counts = dict(waiting.order_by().values_list("reach").annotate(Count("pk")))
    others = waiting.exclude(reach=Reach.MAIL).by_shown_name(user).select_related("organisation")
    sendings = version.sendings.select_related("person__organisation", "mail", "sent_by")
    page = page_of(request, sendings.order_by("-sent_at", "-pk"))
    newest = table.briefing.versions.order_by("-number").values_list("number", flat=True).first()
    subject, body = briefing_mail(version, None, by=user)
    return {
        "table": table,
        "version": version,
        "newest": newest,
        "is_newest": newest == version.number,
        "form": form,
        "people": [_row(user, person) for person in people],
        "chosen": request.POST.getlist("person") if request.method == "POST" else None,
        "able": counts.get(Reach.MAIL, 0),
        "without_address": counts.get(Reach.NO_ADDRESS, 0),
        "refused": counts.get(Reach.REFUSED, 0),
        "others": [_row(user, person) for person in others[:AT_ONCE]],
        "at_once": AT_ONCE,
        "page": page,
        "sendings": [
            {"name": name_for(user, row.person), "sending": row, "mail": row.mail} for row in page
        ],
        "subject": subject,
        "body": body,
        "crumbs": table.crumbs(),
        "back_url": table.url("briefing_version", version.number),
    }


def _row(user, person):
    return {
        "pk": person.pk,
        "key": str(person.pk),
        "name": name_for(user, person),
        "affiliation": person.affiliation,
        "email": person.email,
        "protected": person.protected,
        "refused": person.reach == Reach.REFUSED,
    }


def _look(request, context, chosen):
    """What goes out and to whom, before it does."""
    keys = set(chosen)
    told = [row for row in context["people"] if row["pk"] in keys]
    button = ngettext("Send it to %(number)d person", "Send it to %(number)d people", len(told))
    more = {"told": told, "submit": button % {"number": len(told)}}
    more["send_url"] = context["table"].url("briefing_send", context["version"].number)
    return render(request, "stakeholders/briefing_look.html", context | more)
