"""The public page of a roadmap, its feed, and how a version of it is published and withdrawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.markdown import plain
from core.permissions import require
from core.public import head_of, public_page
from roadmaps.feeds import PublishedVersions
from roadmaps.models import Roadmap
from roadmaps.public import PublicReader, address_of, published
from roadmaps.services import publishing
from roadmaps.views.versions import version_frame, version_or_404

either = require_http_methods(["GET", "HEAD", "POST"])
PUBLISH = "roadmaps.publish_roadmap"
LETTERS = 200  # of a description


def _published_or_404(pk):
    """The roadmap `pk` and the newest version of it that everybody may read."""
    roadmap = get_object_or_404(Roadmap.objects.select_related("dialogue__initiative"), pk=pk)
    version = published(roadmap)
    if version is None:
        raise Http404
    version.roadmap = roadmap
    return roadmap, version


@require_safe
@public_page
def public(request, pk):
    """A published roadmap as everybody reads it, whoever asks."""
    _roadmap, version = _published_or_404(pk)
    return _as_strangers_read_it(request, version)


@login_required
@require_safe
def version_preview(request, pk):
    """A version as everybody would read it, for who may publish it."""
    version = version_or_404(request, pk)
    require(request.user, PUBLISH, version.roadmap)
    return _as_strangers_read_it(request, version)


def _as_strangers_read_it(request, version):
    reader, roadmap = PublicReader(version), version.roadmap
    told, initiative = reader.read(), roadmap.dialogue.initiative
    context = told | {
        "version": version,
        "initiative": reader.veil(initiative.title) if initiative.is_public else "",
        "initiative_url": initiative.get_absolute_url() if initiative.is_public else "",
    }
    if version.published_at:
        context["feed"] = reverse("roadmaps:public_feed", args=[roadmap.pk])
        context["head"] = head_of(
            address_of(roadmap),
            told["title"],
            Truncator(" ".join(plain(told["summary"]).split())).chars(LETTERS),
            feed=context["feed"],
            feed_title=_("Versions of this roadmap"),
        )
    # It is veiled as for strangers already: who convenes it sees what others will.
    request.knows_everybody = True
    return render(request, "roadmaps/public.html", context)


@require_safe
@public_page
def public_feed(request, pk):
    """The published versions of a roadmap as a feed."""
    roadmap, _version = _published_or_404(pk)
    return PublishedVersions(roadmap)(request)


@login_required
@either
def version_publish(request, pk):
    """Publish a version, once it is said what everybody will read."""
    version = version_or_404(request, pk)
    require(request.user, PUBLISH, version.roadmap)
    if request.method == "POST":
        publishing.publish_version(version, by=request.user)
        messages.success(request, _("Published: everybody can read it."))
        return redirect("roadmaps:version", pk=pk)
    context = _asking(request, version) | {
        "title": _("Publish version %(number)d?") % {"number": version.number},
        "text": _("Everybody can read it, without an account."),
        "consequences": [
            _("It shows the vision, the themes and the actions as this version has them."),
            _("Status, progress and values of indicators stand there as they are on each day."),
            _("Bodies that lead are named, people never; names of the protected are taken out."),
            _("Other names in its words stay: read it for them before."),
        ],
        "submit": _("Publish it"),
        "calm": True,
    }
    return render(request, "roadmaps/confirm.html", context)


@login_required
@either
def version_withdraw(request, pk):
    """Close a published version to strangers again."""
    version = version_or_404(request, pk)
    require(request.user, PUBLISH, version.roadmap)
    if request.method == "POST":
        publishing.withdraw_version(version)
        messages.success(request, _("Withdrawn: strangers do not read it any more."))
        return redirect("roadmaps:version", pk=pk)
    context = _asking(request, version) | {
        "title": _("Withdraw version %(number)d?") % {"number": version.number},
        "consequences": [
            _("Its page is gone, or shows the version that was published before."),
            _("Copies that somebody keeps may be read for five minutes more."),
        ],
        "submit": _("Withdraw it"),
    }
    return render(request, "roadmaps/confirm.html", context)


def _asking(request, version):
    context = version_frame(request, version)
    address = reverse("roadmaps:version", args=[version.pk])
    context["crumbs"] = [*context["crumbs"], {"label": str(version), "url": address}]
    return context | {"cancel_url": address, "kicker": version.roadmap.title}
