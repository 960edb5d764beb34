"""Where words may be broken at the end of a line, for the languages of reports.

WeasyPrint asks Pyphen, which has patterns for most of them; here are those that it lacks.
"""

from pathlib import Path

import pyphen

OWN = {"sw": Path(__file__).with_name("hyph_sw.dic")}


def register():
    """Tell Pyphen of our own patterns. Twice is as good as once."""
    for name, path in OWN.items():
        pyphen.LANGUAGES[name] = path
        pyphen.LANGUAGES_LOWERCASE[name] = name
