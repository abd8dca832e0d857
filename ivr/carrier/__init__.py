"""The carrier: what we ask of it over REST, and a simulator of its side of the wire."""
