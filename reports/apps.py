from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("reports")

    def ready(self):
        from accounts import desk as desks
        from convening import production
        from core import post
        from core.navigation import shortener
        from core.work import provider
        from dialogues import facts, public, veil
        from dialogues.initiative_frame import add_tab
        from reports import merging as written
        from reports.composer.work import task_work
        from reports.desk import donors_navigation, report_desk
        from reports.erasing import printings_of
        from reports.facts import report_facts, reports_url
        from reports.middleware import redactor_for, redactor_of_mail
        from reports.progress import digest, reminding
        from reports.public import reports_section
        from reports.record import reports_written
        from reports.work import period_work, report_work, section_work
        from stakeholders import merging, record
        from stakeholders.keeping import erasing

        desks.provider(report_desk)
        shortener(donors_navigation)
        production.chore("tell_donors", digest.tell_donors)
        production.chore("remind_of_periods", reminding.remind)
        provider(report_work)
        provider(period_work)
        provider(task_work)
        provider(section_work)
        add_tab("progress", _("Progress reports"), "reports:periods", "reports.run_periods")
        public.section(reports_section)
        merging.learn(written.WORDS)
        record.provider(reports_written)
        facts.fact_provider(report_facts)
        facts.place("reports", _("Reports"), reports_url)
        erasing.source(printings_of)
        veil.source(redactor_for)
        post.veil(redactor_of_mail)
