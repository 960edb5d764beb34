"""What is kept about people, and how it goes: erasure, its ledger, retention, one's own data."""
