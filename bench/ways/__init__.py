"""One way each: what `bench.run` starts as a process of its own."""
