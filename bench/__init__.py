"""Ratios of running times: the library against the plainest program for the same task, in one process."""
