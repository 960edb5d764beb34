"""What a released agenda holds, with its people by the ids that they have in the register now.

A snapshot never changes; the register does. Somebody whose two entries were made one since would be told
that they joined and left what they were in all along, and miss it in their own agenda.
"""

from convening.releases import people_in
from stakeholders.models import Merge


def facts_of(release):
    """The snapshot of `release`, in which whoever was made one with another entry stands as that one.

    One query, and one more for each further merge in a row; None for no release.
    """
    if release is None:
        return None
    became = _became(people_in(release.snapshot))
    if not became:
        return release.snapshot
    items = [
        {**item, "people": [_as_now(row, became) for row in item["people"]]}
        for item in release.snapshot["items"]
    ]
    return {**release.snapshot, "items": items}


def _as_now(row, became):
    return {**row, "person": became.get(row["person"], row["person"])}


def _became(people):
    """Which id each of `people` has now, of those whose id is another one."""
    merges = Merge.objects.filter(kind=Merge.Kind.PERSON, undone_at__isnull=True)
    step, asked = {}, people
    while asked:
        found = dict(merges.filter(gone__in=asked).order_by("pk").values_list("gone", "kept"))
        step |= found
        asked = set(found.values()) - step.keys()
    return {one: _end_of(one, step) for one in people & step.keys()}


def _end_of(one, step):
    for _turn in step:  # no way is longer than that
        one = step.get(one, one)
    return one
