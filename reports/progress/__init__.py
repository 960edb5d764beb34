"""Progress reports: what donors are told of a period, counted, frozen, and written in each format."""
