"""All that a caller can stand on, one kind to a file: how it is written, what it compiles to, what
it says and does, which answers fit and how they are read back, how it is drawn and explained.

``registry.py`` lists the kinds; ``../node.py`` and ``../field.py`` say what each has to tell. What
several kinds share is in files without a kind of their own: ``options``, ``few_answers``,
``keypad_entry``, ``answers``, ``retry``, ``reserved``, ``reasons``, ``overflow``, ``read_backs``.
"""
