"""All that decides what a caller hears, and how it becomes a document. Pure: one event in, one turn
out, the moment an argument.
"""
