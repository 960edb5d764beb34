"""In which formats published periods can be had now."""

from django.utils.translation import gettext as _

from reports.models import Edition, Printing, PublishingProfile


def files_of(periods):
    """{pk of a period: [(format, label, its printing, True for what is written when it is asked for, None
    while it is printed)]} of those of `periods` that are published. Two queries."""
    periods = [period for period in periods if period.published_at is not None]
    if not periods:
        return {}
    ready = ready_of(periods)
    profiles = PublishingProfile.objects.filter(
        initiative__in={row.initiative_id for row in periods}
    )
    in_iati = set(profiles.values_list("initiative_id", flat=True))
    return {
        period.pk: [
            ("pdf", _("PDF"), ready.get((period.pk, "pdf"))),
            ("docx", _("Word"), ready.get((period.pk, "docx"))),
            ("xlsx", _("Excel"), True),
            *([("xml", _("IATI 2.03"), True)] if period.initiative_id in in_iati else []),
        ]
        for period in periods
    }


def ready_of(periods):
    """{(pk of a period, format): its newest printing for donors}, without snapshots; one query."""
    rows = Printing.objects.filter(
        report__period__in=[period.pk for period in periods],
        edition=Edition.PUBLIC,
        state=Printing.State.READY,
    )
    newest = {}
    for row in rows.select_related("report").defer("snapshot").order_by("created_at"):
        newest[row.report.period_id, row.format] = row
    return newest
