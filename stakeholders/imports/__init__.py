"""Sheets of people on their way into the register, step by step; `stakeholders.production` drives them."""
