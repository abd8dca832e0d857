"""TwiML as the carrier reads it: documents, the table of verbs, and what is wrong with them."""
