"""The live state of calls: what a call has told so far, kept until it is over and on record."""
