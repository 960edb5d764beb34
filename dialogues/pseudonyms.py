"""What stands for the name of somebody who must not be named: the same word all through one dialogue."""

import hashlib
import hmac

from django.utils.translation import gettext as _

# Without vowels, so that no word comes out, and without 0, 1, L, O, S, 5, which are misread.
LETTERS = "BCDFGHJKMNPQRTVWXYZ2346789"
LENGTH = 5  # 12 million codes: two of 2,000 people share one in one dialogue of six


def pseudonym(dialogue, person):
    """“Participant KQ7MX”: stable inside `dialogue`, different in any other, and not to be turned back
    without the dialogue's salt."""
    digest = hmac.new(dialogue.salt.encode(), str(person.pk).encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8], "big")
    code = ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        code += LETTERS[rest]
    return _("Participant %(code)s") % {"code": code}
