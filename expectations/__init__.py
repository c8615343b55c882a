"""Rows to a verdict: Great Expectations suites built from the specs, and the gate."""
