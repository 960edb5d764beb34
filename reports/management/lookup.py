"""What the commands about a dialogue share: how they find the one that is meant."""

from difflib import get_close_matches

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from dialogues.models import Dialogue

SHOWN = 5


def dialogue_called(slug):
    """The dialogue at the address `slug`, with its initiative and programme.

    Raises CommandError where there is none, and names those that may have been meant.
    """
    rows = Dialogue.objects.select_related("initiative__programme")
    dialogue = rows.filter(slug=slug).first()
    if dialogue is None:
        raise CommandError(f"{_('There is no dialogue “%s”.') % slug} {_others(slug)}")
    return dialogue


def _others(slug):
    slugs = list(Dialogue.objects.order_by("slug").values_list("slug", flat=True))
    if not slugs:
        return _("There is none at all yet: load a package first.")
    near = get_close_matches(slug, slugs, n=SHOWN, cutoff=0.4)
    near += [other for other in slugs if slug and slug in other and other not in near]
    if near:
        return _("Near it: %s.") % ", ".join(near[:SHOWN])
    return _("There are: %s.") % ", ".join(slugs[: 4 * SHOWN])
