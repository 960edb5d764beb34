"""Pages of initiatives and dialogues: fetch, permit, validate, act, answer."""
