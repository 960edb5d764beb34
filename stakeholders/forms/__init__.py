"""What people fill in about stakeholders."""
