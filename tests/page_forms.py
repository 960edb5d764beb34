"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import resolve

from dialogues.models import PaperKind
from dialogues.parts.registry import KINDS
from reports.models import ReportKind

# What says in an address of which kind the rows are, for views that serve several.
OF_A_KIND = {*KINDS, *PaperKind.values, *ReportKind.values}


@dataclass
class PageForm:
    """A form that is sent by POST: where to, and what its fields hold; `kinds` says what each field is
    ("textarea", "select", or an input's type)."""

    action: str
    values: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)

    @property
    def shape(self):
        """What forms have in common that the same code takes in: which of several rows they are of aside."""
        found = resolve(urlsplit(self.action).path)
        kinds = [each for each in found.kwargs.values() if each in OF_A_KIND]
        return (found.view_name, *kinds, frozenset(self.kinds))

    def add(self, name, value, *, kind, chosen=True):
        self.kinds.setdefault(name, kind)
        self.choices.setdefault(name, []).append(value)
        held = self.values.setdefault(name, [])
        if chosen:
            held.append(value)


class _Reader(HTMLParser):
    def __init__(self, url):
        super().__init__()
        self.url, self.forms = url, []
        self.form = self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name"), attrs.get("value") or ""
        if tag == "form":
            action = urljoin(self.url, attrs.get("action") or self.url).partition("#")[0]
            is_post = attrs.get("method", "").lower() == "post"
            self.form = PageForm(action) if is_post else None
        elif self.form is None:
            return
        elif tag == "select":
            self.select = name
            self.form.kinds.setdefault(name, "select")
        elif tag == "option" and self.select:
            self.form.add(self.select, value, kind="select", chosen="selected" in attrs)
        elif tag == "textarea" and name:
            self.textarea = (name, [])
        elif tag in ("input", "button") and name:
            kind = attrs.get("type", "text") if tag == "input" else "button"
            picked = "checked" in attrs or kind not in ("checkbox", "radio", "button", "submit")
            self.form.add(name, value, kind=kind, chosen=picked)

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea and self.form is not None:
            name, parts = self.textarea
            self.form.add(name, "".join(parts).removeprefix("\n"), kind="textarea")
            self.textarea = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            if self.form is not None:
                self.forms.append(self.form)
            self.form = None


def forms_of(response, url):
    """The PageForms of a page, without those of the frame around it (signing out, another language)."""
    reader = _Reader(url)
    reader.feed(response.content.decode())
    return [form for form in reader.forms if not form.action.startswith("/accounts/log")]
