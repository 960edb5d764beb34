"""A person's own desk and account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.desk import desk_of, parts_of
from accounts.forms import ProfileForm
from core.work import board_of, work_for


@login_required
@require_safe
def my_work(request):
    """What needs this person, what is due first at the top."""
    today = timezone.localdate()
    context = {
        "horizons": board_of(work_for(request.user), today),
        "desk": desk_of(request.user),
        "today": today,
    }
    return render(request, "accounts/my_work.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """One's own name, the ways to one's e-mail, password and second factor, and one's roles."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    context = {"form": form, "parts": parts_of(request.user)}
    return render(request, "accounts/profile.html", context)
