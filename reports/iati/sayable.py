"""What of given facts may not be published as it stands, because the file would say something else."""

from django.utils.translation import gettext as _

from reports.iati.codes import is_code

FORBIDDEN = "/&|?"  # in identifiers (IATI Standard 2.03, iati-identifier and @ref)


def problems_in(facts):
    """Sentences, each naming a place of `facts` whose currency is missing or unknown, or whose identifier has
    a sign that the standard forbids; empty if an activity file can be written."""
    return [*_currencies(facts), *_identifiers(facts)]


def has_forbidden_sign(identifier):
    """True if the standard allows `identifier` in no file."""
    return any(sign in str(identifier) for sign in FORBIDDEN)


def _currencies(facts):
    default = facts.get("default_currency")
    if default and not _is_currency(default):
        yield _wrong_currency(_("the activity"), default)
        return
    for name, label in (("budgets", _("budget")), ("transactions", _("transaction"))):
        for number, row in enumerate(facts.get(name) or (), 1):
            place, code = f"{label} {number}", row.get("currency") or default
            if not code:
                yield _("The currency of %(place)s is not known: say it, then there is a file.") % {
                    "place": place
                }
            elif not _is_currency(code):
                yield _wrong_currency(place, code)


def _is_currency(code):
    return isinstance(code, str) and is_code("Currency", code)


def _wrong_currency(place, code):
    return _("The currency of %(place)s, “%(code)s”, is no code of ISO 4217.") % {
        "place": place,
        "code": code,
    }


def _identifiers(facts):
    bodies = [facts.get("reporting") or {}, *(facts.get("participating") or ())]
    for row in facts.get("transactions") or ():
        bodies += [row.get("provider") or {}, row.get("receiver") or {}]
    told = [facts.get("identifier"), *(body.get("ref") for body in bodies)]
    for identifier in dict.fromkeys(filter(None, told)):
        if has_forbidden_sign(identifier):
            yield _("The identifier “%(identifier)s” has one of the signs %(signs)s.") % {
                "identifier": identifier,
                "signs": " ".join(FORBIDDEN),
            }
