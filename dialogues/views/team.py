"""Who runs an initiative and its dialogues: the list of appointments, appointing, and taking back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.exceptions import AccountClosed
from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require
from dialogues.exceptions import AppointedAlready
from dialogues.forms.team import AppointmentForm
from dialogues.initiative_frame import initiative_frame, initiative_or_404
from dialogues.models import Appointment
from dialogues.services.team import appoint, remove_appointment


def _appointments(initiative):
    """All that reach into `initiative`: of its programme, its own, and of its dialogues."""
    rows = Appointment.objects.filter(
        Q(programme=initiative.programme_id)
        | Q(initiative=initiative)
        | Q(dialogue__initiative=initiative)
    )
    return rows.select_related(
        "user", "organisation", "dialogue__initiative", "initiative", "programme"
    ).order_by(
        F("dialogue__starts_on").asc(nulls_first=True),
        F("initiative_id").asc(nulls_first=True),
        "role",
        "user__name",
        "pk",
    )


def _scope(appointment):
    return appointment.dialogue or appointment.initiative or appointment.programme


def _may_remove(user, appointment):
    return user.has_perm("dialogues.appoint", _scope(appointment))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_team(request, slug):
    """Everybody who is appointed here, and a form to appoint somebody."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.appoint", initiative)
    form = AppointmentForm(request.POST or None, initiative=initiative)
    if request.method == "POST" and form.is_valid():
        try:
            appointment = appoint(**form.appointment, by=request.user)
        except (AppointedAlready, AccountClosed) as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _welcome(appointment))
            return redirect("dialogues:initiative_team", slug=initiative.slug)
    page = page_of(request, _appointments(initiative))
    rows = [
        {
            "appointment": row,
            "scope": _scope(row),
            "may_remove": _may_remove(request.user, row),
        }
        for row in page
    ]
    context = initiative_frame(request, initiative, "team")
    context |= {"form": form, "page": page, "rows": rows}
    return render(request, "dialogues/initiative_team.html", context)


def _welcome(appointment):
    return _(
        "%(who)s is now %(role)s. They sign in with this address; who has no password yet gets one "
        "through “Forgot your password?” at sign-in."
    ) % {"who": appointment.user.email, "role": appointment.get_role_display()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_remove(request, slug, pk):
    """Take an appointment back, having read what that does."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.appoint", initiative)
    appointment = get_object_or_404(_appointments(initiative), pk=pk)
    require(request.user, "dialogues.appoint", _scope(appointment))
    if request.method == "POST":
        who, role = appointment.user, appointment.get_role_display()
        try:
            remove_appointment(appointment, by=request.user)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            told = _("%(who)s is not %(role)s any more.") % {"who": who, "role": role}
            messages.success(request, told)
        if not _still_appoints(request.user, initiative):
            return redirect("dialogues:initiative_list")
        return redirect("dialogues:initiative_team", slug=initiative.slug)
    context = initiative_frame(request, initiative, "team")
    context |= {
        "appointment": appointment,
        "scope": _scope(appointment),
        "is_self": appointment.user_id == request.user.pk,
    }
    return render(request, "dialogues/appointment_remove.html", context)


def _still_appoints(user, initiative):
    return user.has_perm("dialogues.appoint", initiative)
