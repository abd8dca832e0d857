"""The benchmark: our request paths beside a static Flask view and a naive twin, in one run.

__main__   arguments in, table and JSON out
run        rounds: each path in turn, again and again, so that noise hits all alike
ground     temporary folders, live stores and web servers; all stopped at the end
route      what a caller does, and at which addresses (taken from real answers)
wire       signed requests as bytes          load    sends them, measures each
floor      the static Flask view             twin    what one would write first
start      plan compile, start from cache    report  medians, ratios, bars, table
stages     where the microseconds of a menu turn go (--profile)
"""
