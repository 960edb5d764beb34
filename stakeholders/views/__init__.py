"""Pages of the register: people, organisations, stakeholder groups."""
