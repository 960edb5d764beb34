"""A JSON Schema's verdict on a file, each error in a sentence of ours."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.package.problems import MOST_GUESSES, shown, suggestion

TYPES = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("a whole number"),
    "number": gettext_lazy("a number"),
    "boolean": gettext_lazy("true or false"),
    "array": gettext_lazy("a list"),
    "object": gettext_lazy("a mapping of keys"),
}


def check_structure(source, validator):
    """Note every departure of `source` from the `validator`'s schema; return its data without what departs.

    What is left has only values of the right shape: a key whose value is wrong is gone, a list's entry is
    None, so that further checks can go on with the rest.
    """
    bad = set()
    for error in validator.iter_errors(source.data):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            _unknown_keys(source, path, error)
        elif error.validator == "required":
            _missing_keys(source, path, error)
        else:
            bad.add(path)
            source.wrong(path, _sentence(error))
    return _without(source.data, bad, ())


def _unknown_keys(source, path, error):
    known = list(error.schema["properties"])
    for key in error.instance:
        if key not in known:
            guess = suggestion(key, known) if len(source.found) < MOST_GUESSES else ""
            hint = guess or " " + _("Known here: %s.") % ", ".join(known)
            source.wrong((*path, key), _("is not a key of the format.") + hint)


def _missing_keys(source, path, error):
    for key in error.validator_value:
        if key not in error.instance:
            about = error.schema["properties"].get(key, {}).get("description", "")
            source.wrong((*path, key), _("is missing.") + (f" {about}" if about else ""))


def _sentence(error):
    value, rule = error.instance, error.validator_value
    match error.validator:
        case "type":
            return _wrong_type(value, rule)
        case "enum":
            return _not_one_of(value, rule)
        case "const":
            return _("is %(value)s, not “%(rule)s”.") % {"value": shown(value), "rule": rule}
        case "minLength" | "minProperties" | "minItems":
            return _("is empty; leave the key out or fill it in.")
        case "maxLength":
            facts = {"length": len(value), "most": rule}
            return _("has %(length)d characters; at most %(most)d fit.") % facts
        case "minimum":
            return _("is %(value)s; the least is %(rule)s.") % {"value": value, "rule": rule}
        case "maximum":
            return _("is %(value)s; the most is %(rule)s.") % {"value": value, "rule": rule}
        case "maxProperties":
            return _("has more than one key; give one of them.")
        case _:
            expected = error.schema.get("description", "")
            return _("is %(value)s. %(expected)s") % {"value": shown(value), "expected": expected}


def _wrong_type(value, rule):
    names = [rule] if isinstance(rule, str) else rule
    expected = _(" or ").join(str(TYPES[name]) for name in names)
    if value is None:
        return _("is empty; leave the key out or give %s.") % expected
    message = _("is %(value)s; give %(expected)s.")
    text = message % {"value": shown(value), "expected": expected}
    is_scalar = isinstance(value, bool | int | float)
    return f"{text} {_('Put it in quotes.')}" if is_scalar and "string" in names else text


def _not_one_of(value, rule):
    message = _("is %(value)s; give one of: %(words)s.")
    text = message % {"value": shown(value), "words": ", ".join(rule)}
    return text + (suggestion(value, rule) if isinstance(value, str) else "")


def _without(value, bad, path):
    if isinstance(value, dict):
        return {
            key: _without(item, bad, (*path, key))
            for key, item in value.items()
            if (*path, key) not in bad
        }
    if isinstance(value, list):
        return [
            None if (*path, index) in bad else _without(item, bad, (*path, index))
            for index, item in enumerate(value)
        ]
    return value
