"""Where the pure step meets the stores: one webhook from start to end, and the end of a call."""
