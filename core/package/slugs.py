"""Addresses for rows that a file brings."""

from core.text import unique_slug

# Words that stand in an address where a slug would.
RESERVED = ("new",)


def free_slug(model, title, *, fallback):
    """A slug of `title` that no row of `model` has."""
    return unique_slug(
        title,
        lambda slug: slug in RESERVED or model.objects.filter(slug=slug).exists(),
        fallback=fallback,
    )
