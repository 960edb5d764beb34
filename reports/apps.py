from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("reports")

    def ready(self):
        from core import post
        from core.work import provider
        from dialogues import facts, veil
        from reports import merging as written
        from reports.erasing import printings_of
        from reports.facts import report_facts, reports_url
        from reports.middleware import redactor_for, redactor_of_mail
        from reports.record import reports_written
        from reports.work import report_work
        from stakeholders import merging, record
        from stakeholders.keeping import erasing

        provider(report_work)
        merging.learn(written.WORDS)
        record.provider(reports_written)
        facts.fact_provider(report_facts)
        facts.place("reports", _("Reports"), reports_url)
        erasing.source(printings_of)
        veil.source(redactor_for)
        post.veil(redactor_of_mail)
