"""Which plan is live: an edit is proven first, and callers never hear one that is not.

One process of a machine decides (``publisher.py``), proves in a process of its own (``prover.py``),
and writes down what it decided (``state.py``); web processes follow that (``follower.py``).
"""
