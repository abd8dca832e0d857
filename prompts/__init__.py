"""What a caller hears, and what a caller may say: words, voices and spoken values per language.

A pure room at the bottom of the house: it reads its own files once and imports nothing of ``ivr``.
"""
