"""Measures the program beside what a user would pick instead: `script/bench`."""
