"""What stands before a dependency that may be slow, away or gone: a breaker, and a bulkhead."""
