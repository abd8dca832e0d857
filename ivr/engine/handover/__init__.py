"""How queues hand their callers to people. Each way has one owner, as each kind of node has."""
