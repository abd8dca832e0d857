"""The voice door: what the carrier asks, and the document it gets."""
