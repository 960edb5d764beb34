"""The words of mails to the people of a dialogue: a fixed list of placeholders, and our own texts.

A programme may write its own (MailTemplate). A placeholder is a name in braces; any other brace is refused
where it is typed. Each is replaced once: what stands in a name is text, whatever it looks like.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from convening.models import MailKind

# `{link}` stays in the text until the mail is sent (core.post).
LINK = "link"
PLACEHOLDERS = {
    "name": gettext_lazy("the person’s name"),
    "dialogue": gettext_lazy("the title of the dialogue"),
    "when": gettext_lazy("its days, hours and time zone"),
    "where": gettext_lazy("its venue, town and country"),
    "convenors": gettext_lazy("who convenes it"),
    "link": gettext_lazy("the person’s own link"),
    "answer_by": gettext_lazy("the last day for answers"),
    "offer_until": gettext_lazy("until when an offered place is kept"),
    "position": gettext_lazy("the place on the waiting list"),
    "agenda": gettext_lazy("the address of the public agenda"),
    "materials": gettext_lazy("the materials with their addresses"),
    "reason": gettext_lazy("the reason that was given"),
    "sponsorship": gettext_lazy("what is paid for, and how far it came"),
}
JOINER = "\u2060"  # WORD JOINER: nothing is seen of it
BRACED = re.compile(r"\{([^{}\n]*)\}")


def check(text):
    """Raise ValidationError, with the place and the reason, unless every brace of `text` belongs to a
    placeholder."""
    wrong = []
    for number, line in enumerate(text.splitlines(), start=1):
        for found in BRACED.finditer(line):
            if found[1] not in PLACEHOLDERS:
                wrong.append(
                    gettext("Line %(line)d: there is no placeholder “%(word)s”.")
                    % {"line": number, "word": found[0]}
                )
        if any(brace in BRACED.sub("", line) for brace in "{}"):
            wrong.append(
                gettext("Line %(line)d: a brace stands alone; a placeholder looks like {name}.")
                % {"line": number}
            )
    if wrong:
        raise ValidationError(wrong)


def placeholders_in(text):
    """The placeholders that stand in `text`, in the order of the list."""
    found = set(BRACED.findall(text))
    return [name for name in PLACEHOLDERS if name in found]


def fill(text, facts):
    """`text` with each placeholder replaced once by what `facts` says of it; `{link}` stays.

    What people typed is no place for a link, not even two facts side by side: behind each of their braces
    stands an invisible mark, so that somebody called “{link}” is called that, and nothing else.
    """

    def value_of(found):
        name = found[1]
        if name == LINK or name not in PLACEHOLDERS:
            return found[0]
        return str(facts.get(name, "")).replace("{", "{" + JOINER)

    return BRACED.sub(value_of, text)


def _texts(subject, *paragraphs):
    return subject, paragraphs


GREETING = gettext_lazy("Dear {name}")
CLOSING = gettext_lazy("With kind regards,\n{convenors}")
YOURS = gettext_lazy("This link is yours alone. Please do not pass it on:\n{link}")

DEFAULTS = {
    MailKind.INVITATION: _texts(
        gettext_lazy("Invitation: {dialogue}"),
        gettext_lazy("We invite you to “{dialogue}”.\n\n{when}\n{where}"),
        gettext_lazy("Please tell us by {answer_by} whether you come. It takes a minute:"),
        YOURS,
    ),
    MailKind.REMINDER: _texts(
        gettext_lazy("Will you come? {dialogue}"),
        gettext_lazy("We have not heard from you yet. Please tell us by {answer_by}:"),
        YOURS,
    ),
    MailKind.CONFIRMED: _texts(
        gettext_lazy("Your place is confirmed: {dialogue}"),
        gettext_lazy("We look forward to seeing you.\n\n{when}\n{where}"),
        gettext_lazy("Here you tell us what you need, and can change your answer:"),
        YOURS,
    ),
    MailKind.REQUESTED: _texts(
        gettext_lazy("We have your registration: {dialogue}"),
        gettext_lazy("Thank you. The convenors decide soon, and you will hear from us."),
        YOURS,
    ),
    MailKind.WAITING: _texts(
        gettext_lazy("You are on the waiting list: {dialogue}"),
        gettext_lazy(
            "Every place is taken at present. You are number {position} on the list; we write as soon "
            "as a place is free."
        ),
        YOURS,
    ),
    MailKind.OFFER: _texts(
        gettext_lazy("A place is free for you: {dialogue}"),
        gettext_lazy("We keep it for you until {offer_until}. Please take it or let it go:"),
        YOURS,
    ),
    MailKind.OFFER_ENDED: _texts(
        gettext_lazy("The place went to somebody else: {dialogue}"),
        gettext_lazy("We did not hear from you in time. You are still on the waiting list."),
        YOURS,
    ),
    MailKind.DECLINED: _texts(
        gettext_lazy("Thank you for telling us: {dialogue}"),
        gettext_lazy("We are sorry that you cannot come. Should that change, tell us here:"),
        YOURS,
    ),
    MailKind.REFUSED: _texts(
        gettext_lazy("We have no place for you this time: {dialogue}"),
        gettext_lazy(
            "Thank you for your interest. This time we cannot offer you a place.\n\n{reason}"
        ),
    ),
    MailKind.BEFORE: _texts(
        gettext_lazy("Before we meet: {dialogue}"),
        gettext_lazy("We meet soon.\n\n{when}\n{where}"),
        gettext_lazy("The agenda, and what you told us, are here:"),
        YOURS,
    ),
    MailKind.AGENDA: _texts(
        gettext_lazy("The agenda has changed: {dialogue}"),
        gettext_lazy("What is new for you is here:"),
        YOURS,
    ),
    MailKind.THANKS: _texts(
        gettext_lazy("Thank you for coming: {dialogue}"),
        gettext_lazy("Thank you for what you brought to the table. These are the materials:"),
        "{materials}",
    ),
    MailKind.SPONSORSHIP: _texts(
        gettext_lazy("We can help with the cost: {dialogue}"),
        gettext_lazy("This is what we can pay for:\n\n{sponsorship}"),
        gettext_lazy("Please tell us whether you need it:"),
        YOURS,
    ),
    MailKind.OTHER: _texts(gettext_lazy("{dialogue}"), gettext_lazy("{when}\n{where}")),
}


def default_of(kind):
    """Our own subject and body for a kind of mail, in the language that is active."""
    subject, paragraphs = DEFAULTS[MailKind(kind)]
    body = "\n\n".join(str(each) for each in (GREETING, *paragraphs, CLOSING))
    return str(subject), f"{body}\n"
