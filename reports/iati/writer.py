"""Writes an IATI 2.03 activity file from plain facts: a dict of texts, numbers and lists.

What is missing or empty is left out; what the standard asks for stands always. The order of elements is that
of the standard's schema. Equal facts give equal bytes. A currency is never guessed: an amount in an unknown
one would be published as another amount.
"""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from core.text import without_control
from reports.exceptions import NotForIati
from reports.iati.codes import is_code
from reports.iati.sayable import problems_in

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
VERSION = "2.03"
LEVELS = {"output": "1", "outcome": "2", "impact": "3", "other": "9"}
MEASURES = {"unit": "1", "percentage": "2", "nominal": "3", "ordinal": "4", "qualitative": "5"}
IN_WORDS = {"3", "5"}  # measures whose baseline, target and actual have no value (IATI 2.03)
TRANSACTIONS = {"incoming": "1", "disbursement": "3", "expenditure": "4"}
DATES = (("1", "starts_on"), ("2", "actual_start"), ("3", "ends_on"), ("4", "actual_end"))
DEFAULTS = (
    ("default-flow-type", "flow_type", "FlowType"),
    ("default-finance-type", "finance_type", "FinanceType"),
    ("default-aid-type", "aid_type", "AidType"),
    ("default-tied-status", "tied_status", "TiedStatus"),
)
FALLBACK = {"sector": "15150", "day": "1900-01-01"}
CENT = Decimal("0.01")


def activity_file(facts):
    """The bytes of an activity file with one activity. Raises NotForIati where a currency is missing or
    unknown, or an identifier has a sign that the standard forbids."""
    problems = problems_in(facts)
    if problems:
        raise NotForIati(problems)
    root = etree.Element("iati-activities", version=VERSION)
    if facts.get("frozen_at"):
        root.set("generated-datetime", facts["frozen_at"])
    _Activity(facts).write_below(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


class _Activity:
    """One activity, written element by element in the order of the schema."""

    def __init__(self, facts):
        self.facts = facts
        self.language = facts.get("language") or "en"
        self.currency = facts.get("default_currency")

    def write_below(self, root):
        self.element = etree.SubElement(root, "iati-activity")
        if self.currency:
            self.element.set("default-currency", self.currency)
        self.element.set(XML_LANG, self.language)
        if self.facts.get("frozen_at"):
            self.element.set("last-updated-datetime", self.facts["frozen_at"])
        for part in (
            *(self._identity, self._organisations, self._course, self._places, self._sectors),
            *(self._defaults, self._budgets, self._transactions, self._documents, self._results),
        ):
            part()

    def _below(self, parent, tag, text=None, **attributes):
        element = etree.SubElement(parent, tag)
        for name, value in attributes.items():
            if value not in (None, ""):
                element.set(name.replace("_", "-"), _clean(value))
        if text is not None:
            element.text = _clean(text)
        return element

    def _told(self, parent, tag, text, **attributes):
        """An element with a narrative."""
        element = self._below(parent, tag, **attributes)
        self._below(element, "narrative", text)
        return element

    def _identity(self):
        reporting = self.facts.get("reporting") or {}
        self._below(self.element, "iati-identifier", self.facts.get("identifier") or "-")
        self._told(
            self.element,
            "reporting-org",
            reporting.get("name") or "-",
            ref=reporting.get("ref") or "-",
            type=_or(reporting.get("type"), "OrganisationType", "21"),
        )
        title = self.facts.get("title") or "-"
        self._told(self.element, "title", title)
        self._told(self.element, "description", self.facts.get("summary") or title, type="1")

    def _organisations(self):
        known = self.facts.get("participating") or [self.facts.get("reporting") or {}]
        for body in known:
            type_ = body.get("type")
            self._told(
                self.element,
                "participating-org",
                body.get("name") or "-",
                role=_or(body.get("role"), "OrganisationRole", "2"),
                type=type_ if _known("OrganisationType", type_) else None,
                ref=body.get("ref"),
            )

    def _course(self):
        status = _or(self.facts.get("status"), "ActivityStatus", "2")
        self._below(self.element, "activity-status", code=status)
        dates = [(code, _day(self.facts.get(name))) for code, name in DATES]
        if not any(day for _code, day in dates):
            dates = [("1", FALLBACK["day"])]
        for code, day in dates:
            if day:
                self._below(self.element, "activity-date", iso_date=day, type=code)
        email = self.facts.get("contact_email")
        if email:
            contact = self._below(self.element, "contact-info", type="1")
            self._below(contact, "email", email)

    def _places(self):
        codes = [code for code in self.facts.get("countries") or () if _known("Country", code)]
        codes = list(dict.fromkeys(codes))
        for code, share in zip(codes, _shares(len(codes)), strict=True):
            percentage = share if len(codes) > 1 else None
            self._below(self.element, "recipient-country", code=code, percentage=percentage)
        if not codes:
            self._below(self.element, "recipient-region", code="998", vocabulary="1")
        for place in self.facts.get("locations") or ():
            self._location(place)

    def _location(self, place):
        location = self._below(self.element, "location")
        self._below(location, "location-reach", code="1")
        self._told(location, "name", place.get("name") or "-")
        latitude, longitude = _number(place.get("latitude")), _number(place.get("longitude"))
        if latitude is not None and longitude is not None:
            srs = "http://www.opengis.net/def/crs/EPSG/0/4326"
            point = self._below(location, "point", srsName=srs)
            self._below(point, "pos", f"{latitude:f} {longitude:f}")

    def _sectors(self):
        codes = [row.get("code") for row in self.facts.get("sectors") or ()]
        codes = list(dict.fromkeys(code for code in codes if _known("Sector", code)))
        codes = codes or [FALLBACK["sector"]]
        for code, share in zip(codes, _shares(len(codes)), strict=True):
            percentage = share if len(codes) > 1 else None
            self._below(self.element, "sector", vocabulary="1", code=code, percentage=percentage)

    def _defaults(self):
        for tag, name, listed in DEFAULTS:
            code = self.facts.get(name)
            if _known(listed, code):
                self._below(self.element, tag, code=code)

    # Money -------------------------------------------------------------------------------------
    def _value(self, parent, row, amount, day):
        currency = row.get("currency") or self.currency
        self._below(parent, "value", f"{amount:f}", currency=currency, value_date=day)

    def _budgets(self):
        for row in self.facts.get("budgets") or ():
            first, last = _day(row.get("starts_on")), _day(row.get("ends_on"))
            amount = _number(row.get("value"))
            if not first or not last or amount is None or last < first:
                continue
            for start, end, part in _by_year(first, last, amount):
                budget = self._below(self.element, "budget", type="1", status="2")
                self._below(budget, "period-start", iso_date=start)
                self._below(budget, "period-end", iso_date=end)
                self._value(budget, row, part, _day(row.get("dated")) or start)

    def _transactions(self):
        for row in self.facts.get("transactions") or ():
            amount, day = _number(row.get("value")), _day(row.get("date"))
            code = TRANSACTIONS.get(row.get("type"))
            if amount is None or not day or code is None:
                continue
            element = self._below(self.element, "transaction")
            self._below(element, "transaction-type", code=code)
            self._below(element, "transaction-date", iso_date=day)
            self._value(element, row, amount, day)
            if row.get("description"):
                self._told(element, "description", row["description"])
            for side in ("provider", "receiver"):
                body = row.get(side)
                if body and body.get("name"):
                    self._told(element, f"{side}-org", body["name"], ref=body.get("ref"))

    def _documents(self):
        for row in self.facts.get("documents") or ():
            if not row.get("url"):
                continue
            format_ = row.get("format") or "text/html"
            element = self._below(self.element, "document-link", url=row["url"], format=format_)
            self._told(element, "title", row.get("title") or row["url"])
            self._below(
                element, "category", code=_or(row.get("category"), "DocumentCategory", "A01")
            )
            if _known("Language", row.get("language")):
                self._below(element, "language", code=row["language"])
            if _day(row.get("date")):
                self._below(element, "document-date", iso_date=_day(row["date"]))

    # Results -----------------------------------------------------------------------------------
    def _results(self):
        for row in self.facts.get("results") or ():
            indicators = row.get("indicators") or ()
            if not indicators:
                continue  # the standard asks for at least one
            level = LEVELS.get(row.get("level"), LEVELS["other"])
            result = self._below(self.element, "result", type=level)
            self._told(result, "title", row.get("title") or "-")
            if row.get("description"):
                self._told(result, "description", row["description"])
            for indicator in indicators:
                self._indicator(result, indicator)

    def _indicator(self, result, row):
        measure = MEASURES.get(row.get("measure"), MEASURES["unit"])
        element = self._below(result, "indicator", measure=measure)
        if measure not in IN_WORDS:
            element.set("ascending", "1" if row.get("ascending", True) else "0")
        self._told(element, "title", row.get("title") or "-")
        if row.get("description"):
            self._told(element, "description", row["description"])
        if row.get("baseline"):
            self._baseline(element, row["baseline"], measure)
        for period in row.get("periods") or ():
            self._period(element, period, measure)

    def _baseline(self, indicator, row, measure):
        day = _day(row.get("date"))
        year = day[:4] if day else str(row.get("year") or "")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            return
        value = _measured(row, measure)
        if value is None and measure not in IN_WORDS:
            return
        element = self._below(indicator, "baseline", year=year, iso_date=day, value=value)
        self._comment(element, row)

    def _period(self, indicator, row, measure):
        first, last = _day(row.get("starts_on")), _day(row.get("ends_on"))
        if not first or not last:
            return
        period = self._below(indicator, "period")
        self._below(period, "period-start", iso_date=first)
        self._below(period, "period-end", iso_date=last)
        told = (("target", [row.get("target")]), ("actual", row.get("actuals") or []))
        for tag, values in told:
            for each in values:
                value = _measured(each, measure) if each else None
                if not each or (value is None and measure not in IN_WORDS):
                    continue
                element = self._below(period, tag, value=value)
                for dimension in each.get("dimensions") or ():
                    if dimension.get("name") and dimension.get("value"):
                        self._below(element, "dimension", **_texts(dimension))
                self._comment(element, each)

    def _comment(self, element, row):
        if row.get("comment"):
            self._told(element, "comment", row["comment"])


def _texts(dimension):
    return {"name": dimension["name"], "value": dimension["value"]}


def _measured(row, measure):
    """The value of a baseline, target or actual as the standard writes it; None if there is none."""
    number = _number(row.get("value"))
    return None if number is None or measure in IN_WORDS else f"{number:f}"


def _clean(value):
    """`value` as text that XML can hold: without control characters, half pairs and non-characters."""
    text = without_control(str(value))
    kept = "".join(letter for letter in text if _is_xml(ord(letter)))
    return kept or "-"


def _is_xml(code):
    return (
        code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code > 0xFFFF
    )


def _known(name, code):
    return isinstance(code, str) and is_code(name, code)


def _or(code, name, fallback):
    return code if _known(name, code) else fallback


def _day(text):
    """`text` if it is an ISO date; None if it is not."""
    try:
        return date.fromisoformat(text).isoformat()
    except (TypeError, ValueError):
        return None


def _number(value):
    """`value` as a Decimal; None if it is no finite number."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _shares(number):
    """Percentages that add up to a hundred."""
    if not number:
        return []
    share = (Decimal(100) / number).quantize(CENT)
    return [*[share] * (number - 1), 100 - share * (number - 1)]


def _by_year(first, last, amount):
    """(first day, last day, amount) for each calendar year, since a budget is of one year at most (IATI
    2.03); the amounts go by the number of days and add up to `amount`."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if (end - start).days < 366 and (start.year == end.year or end < _a_year_after(start)):
        return [(first, last, amount)]
    days, left, found = (end - start).days + 1, amount, []
    while start <= end:
        stop = min(end, date(start.year, 12, 31))
        part = left if stop == end else (amount * ((stop - start).days + 1) / days).quantize(CENT)
        found.append((start.isoformat(), stop.isoformat(), part))
        left -= part
        if stop == end:
            break
        start = stop + timedelta(days=1)
    return found


def _a_year_after(day):
    return day.replace(year=day.year + 1, day=min(day.day, 28)) if day.year < 9999 else date.max
