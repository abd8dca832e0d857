"""Calls before they are real: in this process, as whole scripts, at a moment of one's choice."""
