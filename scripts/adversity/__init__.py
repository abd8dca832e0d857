"""The service under force: workers killed, stores stopped, slow strangers, a full disk, at once.

Callers place whole calls meanwhile. What they were told is compared with what is stored.
"""
