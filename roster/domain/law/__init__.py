"""The law as data with dates, and pure functions that answer from it. Nothing about the law stands anywhere else."""
