"""Which reports somebody wrote, for their page in the register."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.models import Dialogue
from dialogues.standing import standing_of
from reports.models import Authorship
from stakeholders.naming import is_hidden_from
from stakeholders.record import Entry


def reports_written(user, person):
    """Reports on dialogues whose team `user` belongs to that `person` wrote, and `user`'s own; of
    protected people for the convenors alone."""
    own = person.pk in standing_of(user).people
    if is_hidden_from(user, person) and not own:
        return
    rows = Dialogue.objects.order_by()
    if own:
        known = rows.visible_to(user)
    else:
        known = rows.run_by(user) if person.protected else rows.noted_by(user)
    written = Authorship.objects.filter(report__dialogue__in=known.values("pk"), person=person)
    for row in written.select_related("report__dialogue"):
        report = row.report
        yield Entry(
            title=str(report),
            url=reverse("reports:dialogue_reports", args=[report.dialogue.slug]),
            detail=_("Author of the report"),
            when=report.dialogue.ends_on,
        )
