"""The stakeholder map: how it is read, placed, drawn and compared."""
