"""The language of what is printed of an initiative, a map or a group of its stakeholders, which name none."""

from django.conf import settings

from dialogues.models import Dialogue


def language_of_initiative(initiative):
    """The language of the dialogues of `initiative`, where they share one; else the site's."""
    return _shared(Dialogue.objects.filter(initiative=initiative))


def language_of_map(shown):
    """The same, of the dialogues of every initiative that the map `shown` serves."""
    return _shared(Dialogue.objects.filter(initiative__stakeholder_map=shown))


def _shared(dialogues):
    languages = dialogues.order_by().values_list("language", flat=True).distinct()[:2]
    spoken = {"" if each == "en" else each for each in languages} or {""}
    return (spoken.pop() if len(spoken) == 1 else "") or settings.LANGUAGE_CODE
