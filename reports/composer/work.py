"""Tasks on the parts of reports that wait for somebody, on *My work*."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.work import WorkItem
from dialogues.querysets import noted_by
from reports.composer.registry import PARTS
from reports.models import Remark


def task_work(user):
    """Tasks of the user that are not done, on reports that they still compose."""
    rows = Remark.objects.filter(assigned_to=user, done_at__isnull=True)
    rows = rows.filter(noted_by(user, "part__report__dialogue__"))
    for remark in rows.select_related("part__report__dialogue"):
        report = remark.part.report
        title = remark.part.heading or PARTS[remark.part.key].label
        yield WorkItem(
            title=f"{report}: {title}",
            url=reverse("reports:part", args=[report.dialogue.slug, report.kind, remark.part_id]),
            kind=_("Task on a report"),
            detail=remark.text,
            due=remark.due_on,
        )
