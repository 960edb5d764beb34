from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("reports")

    def ready(self):
        from accounts import desk as desks
        from core import post
        from core.work import provider
        from dialogues import facts, veil
        from dialogues.initiative_frame import add_tab
        from reports import merging as written
        from reports.desk import report_desk
        from reports.erasing import printings_of
        from reports.facts import report_facts, reports_url
        from reports.middleware import redactor_for, redactor_of_mail
        from reports.record import reports_written
        from reports.work import period_work, report_work
        from stakeholders import merging, record
        from stakeholders.keeping import erasing

        desks.provider(report_desk)
        provider(report_work)
        provider(period_work)
        add_tab("progress", _("Progress reports"), "reports:periods", "reports.run_periods")
        merging.learn(written.WORDS)
        record.provider(reports_written)
        facts.fact_provider(report_facts)
        facts.place("reports", _("Reports"), reports_url)
        erasing.source(printings_of)
        veil.source(redactor_for)
        post.veil(redactor_of_mail)
