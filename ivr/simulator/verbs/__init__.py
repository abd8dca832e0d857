"""The verbs of TwiML, one concern a file."""
