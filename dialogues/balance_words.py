"""A balance in words: numbers and bands as they are printed, and what is missing to the targets."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogues.balance_counts import Measure, Verdict

NAMES = {
    Measure.MAPPED: gettext_lazy("Mapped"),
    Measure.INVITED: gettext_lazy("Invited"),
    Measure.ACCEPTED: gettext_lazy("Accepted"),
    Measure.ATTENDED: gettext_lazy("Attended"),
    Measure.DECLINED: gettext_lazy("Declined"),
}
TONES = {Verdict.REACHED: "good", Verdict.SHORT: "warn", Verdict.UNTOLD: "quiet"}


def in_figures(told):
    """What is told of a count, as short as it gets: “12”, “5–9”, “<5”, “3 + <5”."""
    if told.is_exact:
        return _number(told.own or 0)
    if told.most is None and told.least:
        return _("%(number)s or more") % {"number": _number(told.least)}
    band = _band(told.others, few=_("<5"))
    return band if told.own is None else f"{_number(told.own)} + {band}"


def in_words(told):
    """The same where there is more room."""
    if told.is_exact or told.own is not None:
        return in_figures(told)
    return _band(told.others, few=_("fewer than 5"))


def _number(number):
    return number_format(number, use_l10n=True, force_grouping=True)


def _band(band, *, few):
    if band.low == 0:
        # A range that is wider than a band says nothing either.
        return few if band.high is not None and band.high < 5 else _("not told")
    if band.high is None or band.high - band.low > 4:
        return _("%(number)s or more") % {"number": _number(band.low)}
    return f"{_number(band.low)}–{_number(band.high)}"


@dataclass(frozen=True)
class Standing:
    """How a line stands to its target: a badge, and what to do about it in a sentence."""

    verdict: Verdict
    badge: str
    sentence: str

    @property
    def tone(self):
        return TONES[self.verdict]


def standing_of(line, balance):
    """The Standing of a line of `balance`; None without a target."""
    verdict = line.verdict(balance.measure)
    if verdict is None:
        return None
    about = {"who": line.label, "target": _number(line.target)}
    if verdict == Verdict.REACHED:
        return Standing(verdict, _("reached"), "")
    if verdict == Verdict.UNTOLD:
        return Standing(verdict, _("not told"), "")
    told = line.told[balance.measure]
    if not told.is_exact:
        words = (
            _("%(who)s: fewer than the target of %(target)s attended.")
            if balance.is_over
            else _("%(who)s: fewer than the target of %(target)s have accepted.")
        )
        return Standing(verdict, _("short"), words % about)
    missing = line.target - told.least
    badge = ngettext("%(number)d short", "%(number)d short", missing) % {"number": missing}
    words = _attended_short(missing) if balance.is_over else _accepted_short(missing)
    sentence = words % (about | {"number": missing})
    return Standing(verdict, badge, f"{sentence} {_to_invite(line, balance)}".strip())


def _attended_short(missing):
    return ngettext(
        "%(who)s: %(number)d fewer than the target of %(target)s attended.",
        "%(who)s: %(number)d fewer than the target of %(target)s attended.",
        missing,
    )


def _accepted_short(missing):
    return ngettext(
        "%(who)s: %(number)d fewer than the target of %(target)s has accepted.",
        "%(who)s: %(number)d fewer than the target of %(target)s have accepted.",
        missing,
    )


def _to_invite(line, balance):
    """How many more are to be invited, if too few could come even if all who were asked accepted."""
    if balance.is_over:
        return ""
    waiting = line.told[Measure.INVITED].least - line.told[Measure.DECLINED].least
    more = line.target - waiting
    if more <= 0:
        return _("Enough are invited.")
    words = ngettext("Invite at least %(number)d more.", "Invite at least %(number)d more.", more)
    return words % {"number": more}


def gaps_of(balance):
    """A sentence for each target that is known not to be reached."""
    standings = [standing_of(line, balance) for line in balance.with_target]
    return [standing.sentence for standing in standings if standing.sentence]


def tables_of(balance):
    """The sections of a balance as tables: cells in words, in the order of their headings."""
    measures = balance.measures
    shows_more = balance.viewer.is_exact
    if shows_more:
        measures = [*measures, Measure.DECLINED]
    return [
        {
            "title": section.title,
            "key": str(section.dimension),
            "headings": [NAMES[measure] for measure in measures],
            "shows_share": shows_more,
            "rows": [_row(line, balance, measures, shows_more) for line in section.lines],
        }
        for section in balance.sections
    ]


def _row(line, balance, measures, shows_share):
    return {
        "line": line,
        "standing": standing_of(line, balance),
        "cells": [
            {"label": NAMES[measure], "words": in_words(line.told[measure]), "note": note}
            for measure in measures
            for note in [_note(line, measure)]
        ],
        "share": _share(line, balance) if shows_share else "",
    }


def _note(line, measure):
    """What stands below a number: organisations on the map, or places where somebody has several."""
    if measure == Measure.MAPPED and line.bodies:
        words = ngettext("%(number)d organisation", "%(number)d organisations", line.bodies)
        return words % {"number": line.bodies}
    places = line.places.get(measure, 0)
    if places > line.told[measure].least:
        return ngettext("%(number)d place", "%(number)d places", places) % {"number": places}
    return ""


def _share(line, balance):
    whole = balance.total.told[balance.measure].least
    part = line.told[balance.measure].least
    return f"{part / whole:.0%}" if whole else ""


def stats_of(balance):
    """The figures of everybody, and how many targets are reached."""
    stats = [
        {"label": NAMES[measure], "value": in_words(told), "note": ""}
        for measure in balance.measures
        for told in [balance.total.told[measure]]
        # Nothing certain is no figure.
        if told.is_exact or told.least
    ]
    if balance.with_target:
        value = _("%(reached)d of %(all)d") % {
            "reached": balance.reached,
            "all": len(balance.with_target),
        }
        stats.append({"label": _("Targets reached"), "value": value, "note": ""})
    return stats
