"""Start and watch the parts of one machine."""
