"""What `make bench RECORD=yes` measured, and where."""

# --8<-- [start:measured]
measured = {
    "machine": {
        "processor": "AMD EPYC",
        "cores": 2,
        "threads": 2,
        "load": 2.08,
        "python": "3.11.7",
        "torch": "2.13.0+cpu",
        "date": "2026-11-24",
    },
    "tasks": {
        "all strings": {
            "plain_seconds": 162.9,
            "our_seconds": 0.1414,
            "ratio": 1155.0,
            "least_ratio": 1111.0,
            "greatest_ratio": 1235.0,
            "peak": 305.4,
        },
        "64 samples": {
            "plain_seconds": 0.3896,
            "our_seconds": 0.07513,
            "ratio": 5.268,
            "least_ratio": 4.728,
            "greatest_ratio": 5.54,
        },
        "one sample": {
            "plain_seconds": 0.0493,
            "our_seconds": 0.03891,
            "ratio": 1.279,
            "least_ratio": 1.145,
            "greatest_ratio": 1.306,
        },
        "training": {
            "plain_seconds": 0.4289,
            "our_seconds": 0.4084,
            "ratio": 1.049,
            "least_ratio": 0.9208,
            "greatest_ratio": 1.064,
        },
    },
}
# --8<-- [end:measured]

# --8<-- [start:table]
machine, tasks = measured["machine"], measured["tasks"]

# a ratio is a median of rounds, each of which timed both programs
for of in tasks.values():
    assert of["least_ratio"] <= of["ratio"] <= of["greatest_ratio"]

print(f"{'':12} {'plain':>10} {'ours':>10} {'ratio':>7}  {'of one round'}")
for task, of in tasks.items():
    plain, ours = of["plain_seconds"], of["our_seconds"]
    span = f"{of['least_ratio']:.4g} to {of['greatest_ratio']:.4g}"
    print(f"{task:12} {plain:8.4g} s {ours:8.4g} s {of['ratio']:7.4g}  {span}")
print(f"peak memory of the enumeration: {tasks['all strings']['peak']:.0f} MiB")
print(f"{machine['processor']}, {machine['cores']} cores")
print(f"torch {machine['torch']}, {machine['date']}")
# --8<-- [end:table]
