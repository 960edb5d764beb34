"""A dialogue as papers of the day name it: title, days, place, hosts and letterhead."""

from reports.contexts.facts import Imprint, Meeting


def meeting_of(dialogue):
    """When and where `dialogue` is held, and who convenes it."""
    return Meeting(
        title=dialogue.title,
        kind=dialogue.kind,
        starts_on=dialogue.starts_on.isoformat(),
        ends_on=dialogue.ends_on.isoformat(),
        timezone=dialogue.timezone,
        venue=dialogue.venue,
        city=dialogue.city,
        country=dialogue.country,
        attribution=dialogue.attribution,
        convenors=tuple(body.full_name for body in convenors_of(dialogue)),
        host=dialogue.host.full_name if dialogue.host else "",
    )


def convenors_of(dialogue):
    """The organisations that convene `dialogue`, in their order."""
    rows = dialogue.convenings.select_related("organisation")
    return [row.organisation for row in rows]


def letterhead_of(dialogue):
    """The first convenor, which answers for a letter; None for a dialogue without one."""
    bodies = convenors_of(dialogue)
    if not bodies:
        return None
    body = bodies[0]
    return Imprint(body.full_name, body.address, body.phone, body.fax, body.email, body.website)
