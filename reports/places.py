"""Where what is printed belongs: the way to it, and what its file is called after."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.frame import crumbs_of
from dialogues.initiative_frame import crumbs_to
from dialogues.naming import Naming
from reports.models import Format
from reports.outdated import redactor_of
from stakeholders.views import register

CONVENED = {
    *("sign-in-sheet", "badges", "table-cards", "certificates", "participants"),
    "invitation-letter",
}
NAMED = 8  # letters of a printing's key that tell a letter from others, as nobody's name may


def way_to(user, report):
    """The breadcrumbs of a printing: through what it is of, for those who may see that."""
    if report.paper_version is not None:
        return _way_to_version(report.paper_version)
    if report.stakeholder_map is not None:
        return _way_to_map(report.stakeholder_map)
    if report.briefing_version is not None:
        return _way_to_briefing(report.briefing_version)
    if report.agenda_release is not None:
        return _way_to_release(report.agenda_release)
    if report.group_meeting is not None:
        return _way_to_meeting(report.group_meeting)
    if report.period is not None:
        return _way_to_period(report.period)
    if report.roadmap_version is not None:
        return _way_to_roadmap(user, report.roadmap_version)
    if report.kind in CONVENED:
        return _way_to_papers(user, report)
    dialogue = report.dialogue
    if not user.has_perm("dialogues.view_dialogue", dialogue):
        return [{"label": _("Reports"), "url": reverse("reports:report_list")}]
    tab = reverse("reports:dialogue_reports", args=[dialogue.slug])
    return [
        *crumbs_of(dialogue),
        {"label": dialogue.title, "url": dialogue.get_absolute_url()},
        {"label": _("Reports"), "url": tab},
    ]


def _way_to_papers(user, report):
    """The way to what is printed for the day of a dialogue; the public list is for everybody."""
    dialogue = report.dialogue or report.participation.dialogue
    if not user.has_perm("convening.convene", dialogue):
        return [{"label": _("Reports"), "url": reverse("reports:report_list")}]
    return [
        *crumbs_of(dialogue),
        {"label": dialogue.title, "url": dialogue.get_absolute_url()},
        {"label": _("Papers"), "url": reverse("reports:day_papers", args=[dialogue.slug])},
    ]


def _way_to_version(version):
    paper = version.paper
    return crumbs_to(
        paper.initiative,
        (paper.get_kind_display(), paper.get_absolute_url()),
        (str(version), version.get_absolute_url()),
    )


def _way_to_map(shown, *further):
    maps = (_("Maps"), reverse("stakeholders:map_list"))
    return register.crumbs(maps, (shown.title, shown.get_absolute_url()), *further)


def _way_to_briefing(version):
    briefing = version.briefing
    return _way_to_map(
        briefing.map,
        (_("Briefings"), reverse("stakeholders:briefing_list", args=[briefing.map.slug])),
        (briefing.group.name, briefing.get_absolute_url()),
        (_("Version %(number)d") % {"number": version.number}, version.get_absolute_url()),
    )


def _way_to_release(release):
    dialogue = release.dialogue
    return [
        *crumbs_of(dialogue),
        {"label": dialogue.title, "url": dialogue.get_absolute_url()},
        {
            "label": _("Version %(number)d") % {"number": release.number},
            "url": reverse("convening:release", args=[dialogue.slug, release.number]),
        },
    ]


def _way_to_meeting(meeting):
    group = meeting.learning_group
    return [
        {"label": _("Groups"), "url": reverse("roadmaps:group_list")},
        {"label": group.name, "url": group.get_absolute_url()},
        {"label": str(meeting), "url": meeting.get_absolute_url()},
    ]


def _way_to_roadmap(user, version):
    """The way to a version of a roadmap; a published one is for everybody."""
    roadmap = version.roadmap
    if not user.has_perm("roadmaps.view_roadmap", roadmap):
        return [{"label": _("Reports"), "url": reverse("reports:report_list")}]
    return [
        {"label": _("Roadmaps"), "url": reverse("roadmaps:roadmap_list")},
        {"label": roadmap.title, "url": roadmap.get_absolute_url()},
        {"label": str(version), "url": reverse("roadmaps:version", args=[version.pk])},
    ]


def _way_to_period(period):
    return crumbs_to(period.initiative, (period.title, period.get_absolute_url()))


def whose(user, report):
    """Who a printing is about, as `user` is told: somebody whose letter it is; empty for all else."""
    participation = report.participation
    if participation is None:
        return ""
    return Naming(participation.dialogue, user).name(participation.person)


def file_name_of(printing):
    """What a printed file is called: after the address of what it is of, unless that spells out
    somebody protected, as one that was made of a title may."""
    report = printing.report
    stem, last = _named_after(printing)
    if redactor_of(report).finds(stem.replace("-", " ")):
        stem = printing.pk
    form = Format(printing.format)
    kept = "-archive" if form is Format.ARCHIVE else ""
    return f"{stem}-{report.kind}-{last}{kept}.{form.ending}"


def _named_after(printing):
    """The address of what it is of, and what tells this file from others of its kind."""
    report = printing.report
    if report.paper_version is not None:
        version = report.paper_version
        return version.paper.initiative.slug, f"v{version.number}"
    if report.stakeholder_map is not None:
        return report.stakeholder_map.slug, (printing.snapshot or {}).get("on", printing.edition)
    if report.briefing_version is not None:
        version = report.briefing_version
        briefing = version.briefing
        return f"{briefing.map.slug}-{briefing.group.key}", f"v{version.number}"
    if report.agenda_release is not None:
        return report.agenda_release.dialogue.slug, f"v{report.agenda_release.number}"
    if report.group_meeting is not None:
        meeting = report.group_meeting
        return f"group-{meeting.learning_group_id}", f"meeting-{meeting.number}"
    if report.period is not None:
        return report.period.initiative.slug, f"{report.period.ends_on:%Y-%m-%d}"
    if report.roadmap_version is not None:
        version = report.roadmap_version
        last = f"v{version.number}-{printing.edition}"
        return f"{version.roadmap.dialogue.slug}-{version.roadmap_id}", last
    if report.participation is not None:
        return report.participation.dialogue.slug, str(printing.pk)[:NAMED]
    return report.dialogue.slug, printing.as_of or printing.edition
