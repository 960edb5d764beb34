"""What the marks at the rows of a sheet say, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.sheets.sheet import column_letters
from stakeholders.imports.columns import BY_KEY

SENTENCES = {
    "no-name": gettext_lazy("There is no name."),
    "stands-for": gettext_lazy(
        "A file of the register says this instead of a protected name: it is nobody new."
    ),
    "long": gettext_lazy("This is longer than the %(longest)s characters that can be kept."),
    "email": gettext_lazy("“%(text)s” is no e-mail address."),
    "formula": gettext_lazy("The cell shows the error %(text)s; it is left blank."),
    "merged": gettext_lazy("Taken from a merged cell above: is it really the same?"),
    "country": gettext_lazy("“%(text)s” is no country that we know; it is left blank."),
    "group": gettext_lazy("The programme has no group “%(text)s”; it is left blank."),
    "gender": gettext_lazy("“%(text)s” is neither woman, man nor other; it is kept as it is."),
    "language": gettext_lazy("“%(text)s” is no language that we know; it is left out."),
    "category": gettext_lazy("The programme has no category “%(text)s”; it is left out."),
    "protected": gettext_lazy("“%(text)s” says neither yes nor no; taken for yes, to be safe."),
    "yes-no": gettext_lazy("“%(text)s” says neither yes nor no; no consent is recorded."),
    "date": gettext_lazy("“%(text)s” is no day that we understand; it is left blank."),
    "future": gettext_lazy("%(text)s is still to come; today is taken instead."),
    "new-organisation": gettext_lazy("A new organisation: “%(text)s”."),
    "twice": gettext_lazy("The same person stands in row %(row)s already."),
}
WHY = {
    "email": gettext_lazy("same e-mail address"),
    "phone": gettext_lazy("same telephone"),
    "name": gettext_lazy("near name"),
    "organisation": gettext_lazy("same or near organisation"),
}


def sentence(mark):
    """What `mark` says."""
    return str(SENTENCES[mark["code"]]) % mark["values"]


def where(mark, columns):
    """The column that `mark` is about: “Column C (E-mail)”."""
    key = mark["field"]
    label = BY_KEY[key].label
    place = columns.get(key)
    if place is None:
        return str(label)
    return _("Column %(letters)s (%(field)s)") % {
        "letters": column_letters(place),
        "field": label,
    }


def why(candidate):
    """Why somebody may be the same person, in words."""
    return ", ".join(str(WHY[reason]) for reason in candidate["why"])
