"""What happens to an office when something breaks: killed processes, full disks, flipped bytes, two at once.

Stands beside the program as bench/ does and is imported by nothing but its tests. `script/faults` runs all of it and
prints the figures; tests/test_faults.py runs a short form.
"""
