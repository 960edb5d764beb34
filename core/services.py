"""Writes that every application makes in the same way."""

from django.db import transaction
from django.db.models import F, Max

from core.exceptions import Gone, StaleVersion
from core.text import unique_slug

# Words that stand in an address where a slug would.
RESERVED = ("new",)


@transaction.atomic
def save_version(instance, *, based_on, fields):
    """Save `fields` of a Versioned `instance` that was edited from version `based_on`.

    Atomic compare-and-set: raises StaleVersion, with what stands now, if it was saved by someone
    else in the meantime, and Gone if it was deleted; then writes nothing.
    """
    model = type(instance)
    values = {name: getattr(instance, name) for name in fields}
    rows = model.objects.filter(pk=instance.pk, version=based_on)
    if not rows.update(version=F("version") + 1, **values):
        current = model.objects.filter(pk=instance.pk).first()
        if current is None:
            raise Gone
        raise StaleVersion(current)
    instance.version = based_on + 1
    if hasattr(instance, "updated_at"):
        instance.save(update_fields=["updated_at"])
    return instance


def free_slug(model, title, *, fallback):
    """A readable address of `title` that no row of `model`, and no page beside its rows, has."""
    return unique_slug(
        title,
        lambda slug: slug in RESERVED or model.objects.filter(slug=slug).exists(),
        fallback=fallback,
    )


def next_position(siblings):
    """The position after the last of `siblings`."""
    last = siblings.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def move(instance, siblings, *, up):
    """Swap an Ordered `instance` with its neighbour among `siblings`; True if it had one.

    Atomic; False too if somebody has deleted it meanwhile.
    """
    rows = list(siblings.select_for_update().order_by("position", "pk"))
    if instance not in rows:
        return False
    index = rows.index(instance)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        return False
    rows[index], rows[other] = rows[other], rows[index]
    for position, row in enumerate(rows):
        if row.position != position:
            type(row).objects.filter(pk=row.pk).update(position=position)
    return True
