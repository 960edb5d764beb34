"""Indicators, their values, and the logical framework that they hang on."""

from django.db import transaction

from core.services import move, next_position, save_version
from roadmaps.exceptions import CorrectedAlready
from roadmaps.models import Disaggregation, IndicatorValue, ValuePart


@transaction.atomic
def add_indicator(indicator, *, categories):
    """Store a new indicator, after the others of what it belongs to, with `categories`, pairs of a name and
    the names of its parts. Atomic."""
    of = indicator.action or indicator.result
    indicator.position = next_position(of.indicators)
    indicator.save(force_insert=True)
    _tell_apart(indicator, categories)
    return indicator


@transaction.atomic
def change_indicator(indicator, *, based_on, fields, categories):
    """Save an indicator. A category that values were told apart by keeps them under its name; one that is
    taken out goes with its numbers. Atomic; raises StaleVersion."""
    save_version(indicator, based_on=based_on, fields=fields)
    _tell_apart(indicator, categories)


def _tell_apart(indicator, categories):
    wanted = dict(categories)
    indicator.disaggregations.exclude(name__in=wanted).delete()
    for position, (name, parts) in enumerate(categories):
        Disaggregation.objects.update_or_create(
            indicator=indicator, name=name, defaults={"parts": parts, "position": position}
        )


@transaction.atomic
def write_value(value, *, parts):
    """Store a value with its `parts`, (disaggregation, name, number) of each. Never overwritten: what it
    corrects stays. Atomic; raises CorrectedAlready."""
    if value.corrects_id:
        IndicatorValue.objects.select_for_update().get(pk=value.corrects_id)
        if IndicatorValue.objects.filter(corrects=value.corrects_id).exists():
            raise CorrectedAlready
    value.save(force_insert=True)
    ValuePart.objects.bulk_create(
        ValuePart(value=value, disaggregation=row, part=name, number=number)
        for row, name, number in parts
    )
    return value


@transaction.atomic
def add_result(result):
    """Put a line at the end of the logical framework. Atomic."""
    result.position = next_position(result.roadmap.results)
    result.save(force_insert=True)
    return result


def change_result(result, *, based_on, fields):
    """Save a line. Atomic; raises StaleVersion."""
    return save_version(result, based_on=based_on, fields=fields)


def move_result(result, *, up):
    """Move a line up or down among those of the same parent."""
    return move(result, result.roadmap.results.filter(parent=result.parent_id), up=up)
