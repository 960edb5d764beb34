"""What Baraza writes to people about initiatives: one module for each occasion, plain text only."""
