"""The advisory group of an initiative, as convenors fill it and advisers see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Role
from core.exceptions import Refusal, StaleVersion
from core.models import Mail
from core.paging import page_of
from core.permissions import require
from dialogues.advisory import balance_in_words, balance_of, genders_of, reviews_waiting
from dialogues.exceptions import HasSeatAlready
from dialogues.forms.advisers import AnswerForm, LeaveForm, SeatForm
from dialogues.initiative_frame import (
    crumbs_to,
    initiative_frame,
    initiative_or_404,
    require_tab,
    tab_url,
)
from dialogues.models import Appointment, Seat
from dialogues.services.advisers import (
    ANSWERABLE,
    ANSWERABLE_BY_HAND,
    INVITABLE,
    add_seat,
    change_seat,
    leave,
    record_answer,
    take_off,
)
from dialogues.survey_people import reachable
from stakeholders.models import Group, Person
from stakeholders.naming import is_hidden_from, name_for

State = Seat.State
TAB = "advisers"
TONES = {State.ACCEPTED: "good", State.INVITED: "active"}
ORDER = (State.ACCEPTED, State.INVITED, State.NOMINATED, State.DECLINED, State.LEFT)
# Whom advisers see: not who was thought of, nor who said no.
SHOWN_TO_ALL = (State.ACCEPTED, State.INVITED, State.LEFT)


def seats_of(initiative):
    """The seats of `initiative`, each with `gets_mail`, whether its person can be written to, and what its
    latest mail came to."""
    latest = Mail.objects.filter(link=OuterRef("link")).order_by("-pk")
    by_mail = reachable(Person.objects.filter(pk=OuterRef("person")).order_by())
    rows = initiative.seats.select_related(
        "person__organisation", "person__user", "group", "link", "appointment__user"
    ).annotate(
        gets_mail=Exists(by_mail),
        mail_state=Subquery(latest.values("state")[:1]),
        mail_failure=Subquery(latest.values("failure")[:1]),
    )
    return rows.order_by("group__position", "pk")


@login_required
@require_safe
def advisers(request, slug):
    """Who serves, who was asked, which groups have nobody, and what each has still to review."""
    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, TAB)
    context = initiative_frame(request, initiative, TAB)
    can_change = context["can_change"]
    today = timezone.localdate()
    seats = sorted(seats_of(initiative), key=lambda seat: ORDER.index(seat.state))
    serving = [seat for seat in seats if seat.state == State.ACCEPTED and not seat.is_over(today)]
    balance = balance_of(
        Group.objects.filter(programme=initiative.programme_id), seats, today=today
    )
    shown = [seat for seat in seats if can_change or seat.state in SHOWN_TO_ALL]
    page = page_of(request, shown)
    waiting = reviews_waiting(initiative, [seat.person_id for seat in page])
    context |= {
        "balance": balance,
        "balance_in_words": balance_in_words(balance),
        "genders": genders_of(serving, tells_all=can_change),
        "serving": serving,
        "today": today,
        "page": page,
        "rows": [_row(request.user, seat, waiting, today, can_change) for seat in page],
        "not_invited": [seat for seat in seats if seat.state == State.NOMINATED],
        "appointed": _without_seat(initiative, seats) if can_change else [],
    }
    if can_change:
        context["action"] = {
            "url": reverse("dialogues:adviser_add", args=[slug]),
            "label": _("Add somebody"),
            "icon": "plus",
        }
    return render(request, "dialogues/advisers.html", context)


def _row(user, seat, waiting, today, can_change):
    """A line of the list: what the viewer may know of a seat."""
    person = seat.person
    hidden = is_hidden_from(user, person)
    return {
        "seat": seat,
        "name": name_for(user, person),
        "organisation": None if hidden else person.organisation,
        "is_over": seat.is_over(today),
        "serves": seat.state == State.ACCEPTED and not seat.is_over(today),
        "tone": "warn" if seat.is_over(today) else TONES.get(seat.state, "quiet"),
        "waiting": waiting.get(seat.person_id),
        "trouble": _trouble(seat) if can_change else "",
    }


def _trouble(seat):
    """Why an invitation does not reach somebody, in words; empty if all is well."""
    if seat.state in (State.NOMINATED, State.INVITED) and not seat.gets_mail:
        return _("Wants no mail") if seat.person.email else _("No e-mail address")
    if seat.state == State.INVITED and seat.mail_state == Mail.State.FAILED:
        return _("The mail did not arrive")
    return ""


def _without_seat(initiative, seats):
    """Users who were appointed as advisers in the team, and have no seat here."""
    seated = {seat.person.user_id for seat in seats if seat.state != State.LEFT}
    rows = Appointment.objects.filter(initiative=initiative, role=Role.ADVISER)
    return [row.user for row in rows.select_related("user") if row.user_id not in seated]


def to_change(request, slug):
    """The initiative, for who may change its advisory group."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.change_initiative", initiative)
    return initiative


def seat_to_change(request, slug, pk):
    """A seat with its initiative, for who may change it; 404 for one of another initiative."""
    initiative = to_change(request, slug)
    seat = get_object_or_404(seats_of(initiative), pk=pk)
    seat.initiative = initiative
    return initiative, seat


def context_below(request, initiative, **further):
    """What pages below the advisory group share. The team may know everybody's name."""
    crumbs = crumbs_to(initiative, (_("Advisory group"), tab_url(initiative, TAB)))
    request.knows_everybody = True
    return {
        "initiative": initiative,
        "crumbs": crumbs,
        "cancel_url": tab_url(initiative, TAB),
    } | further


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adviser_add(request, slug):
    """Put somebody of the register on the list."""
    initiative = to_change(request, slug)
    seat = Seat(initiative=initiative)
    form = SeatForm(request.POST or None, instance=seat, initiative=initiative, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            add_seat(form.instance)
        except HasSeatAlready as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            who = name_for(request.user, form.instance.person)
            told = _("%(who)s is on the list and has not been invited yet.") % {"who": who}
            messages.success(request, told)
            return redirect("dialogues:advisers", slug=slug)
    context = context_below(
        request,
        initiative,
        form=form,
        title=_("Add somebody to the advisory group"),
        submit=_("Put on the list"),
        remark=_("Nothing is sent yet. Whoever is not in the register is added there first."),
        remark_url=reverse("stakeholders:person_add"),
        remark_label=_("Add a person to the register"),
    )
    return render(request, "dialogues/advisers_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adviser_edit(request, slug, pk):
    """One seat: where it stands, what can be done about it, and its constituency, role and term."""
    initiative, seat = seat_to_change(request, slug, pk)
    shown = _seat_facts(request, seat)
    form = SeatForm(request.POST or None, instance=seat, initiative=initiative, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            change_seat(seat, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("dialogues:adviser_edit", slug=slug, pk=pk)
    context = context_below(request, initiative, form=form, submit=_("Save")) | shown
    status = 409 if form.conflict else 200
    return render(request, "dialogues/advisers_seat.html", context, status=status)


def _seat_facts(request, seat):
    """What stands above the form; read before the form writes what was typed into the seat."""
    today = timezone.localdate()
    over = seat.is_over(today)
    mail = {
        Mail.State.WAITING: _("The mail has not left yet."),
        Mail.State.FAILED: _("The mail could not be delivered."),
        Mail.State.SENT: _("The mail has left."),
    }
    return {
        "pk": seat.pk,
        "title": name_for(request.user, seat.person),
        "state": seat.state,
        "state_label": _("Term over") if over else seat.get_state_display(),
        "tone": "warn" if over else TONES.get(seat.state, "quiet"),
        "facts": [
            (_("Organisation"), seat.person.affiliation),
            (_("E-mail"), seat.person.email or _("None in the register")),
            (_("Invited"), seat.invited_at and _day(seat.invited_at)),
            (_("Mail"), " ".join(_mail_in_words(seat, mail))),
            (_("Answered"), seat.answered_at and _day(seat.answered_at)),
            (_("In their words"), seat.answer),
            (_("Left on"), seat.left_on and _date(seat.left_on)),
            (_("Why they left"), seat.left_reason),
        ],
        "may_invite": seat.state in INVITABLE and not over,
        "may_answer": seat.state in ANSWERABLE_BY_HAND and not over,
        "may_link": seat.state in ANSWERABLE and not over,
        "may_leave": seat.state in ANSWERABLE,
        "may_take_off": seat.state == State.NOMINATED,
    }


def _mail_in_words(seat, words):
    if seat.mail_state not in words:
        return []
    return [words[seat.mail_state], seat.mail_failure or ""]


def _day(moment):
    return _date(timezone.localtime(moment))


def _date(day):
    return date_format(day, "j F Y")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adviser_answer(request, slug, pk):
    """Take down what somebody answered by telephone or in the corridor."""
    initiative, seat = seat_to_change(request, slug, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_answer(seat, **form.cleaned_data, by_hand=True)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Their answer is kept."))
            return redirect("dialogues:advisers", slug=slug)
    who = name_for(request.user, seat.person)
    context = context_below(
        request,
        initiative,
        form=form,
        title=_("What %(who)s answered") % {"who": who},
        submit=_("Save the answer"),
        cancel_url=reverse("dialogues:adviser_edit", args=[slug, pk]),
    )
    return render(request, "dialogues/advisers_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adviser_leave(request, slug, pk):
    """End somebody's service; who was never invited is taken off the list."""
    initiative, seat = seat_to_change(request, slug, pk)
    if seat.state == State.NOMINATED:
        return _take_off(request, initiative, seat)
    form = LeaveForm(request.POST or None, seat=seat)
    if request.method == "POST" and form.is_valid():
        try:
            leave(seat, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The seat has ended."))
            return redirect("dialogues:advisers", slug=slug)
    return _leave_page(
        request,
        initiative,
        seat,
        form=form,
        question=_("End the seat of %(who)s?"),
        consequences=[
            _("Their personal link opens nothing any more."),
            _("The role of adviser that came with the seat is taken back."),
            _("What they wrote stays. They can be invited again."),
        ],
        submit=_("End the seat"),
    )


def _take_off(request, initiative, seat):
    if request.method == "POST":
        try:
            take_off(seat)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Taken off the list."))
        return redirect("dialogues:advisers", slug=initiative.slug)
    return _leave_page(
        request,
        initiative,
        seat,
        question=_("Take %(who)s off the list?"),
        consequences=[_("Nothing was sent to them, and nothing will be.")],
        submit=_("Take off the list"),
    )


def _leave_page(request, initiative, seat, *, question, **further):
    context = context_below(
        request,
        initiative,
        title=question % {"who": name_for(request.user, seat.person)},
        **further,
    )
    context["cancel_url"] = reverse("dialogues:adviser_edit", args=[initiative.slug, seat.pk])
    return render(request, "dialogues/advisers_leave.html", context)
