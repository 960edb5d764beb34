from django.apps import AppConfig

from core.log import guard_foreign_loggers


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        """Keep the tokens of personal links out of what others log."""
        guard_foreign_loggers()
