"""What waits for somebody in the register, for *my work*; one module per part of it."""

from stakeholders.work import imports, keeping

PROVIDERS = (*imports.PROVIDERS, *keeping.PROVIDERS)
