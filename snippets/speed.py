"""What `make bench RECORD=yes` measured, and where."""

# --8<-- [start:measured]
measured = {
    "machine": {
        "processor": "AMD EPYC",
        "cores": 2,
        "load": 3.13,
        "python": "3.11.7",
        "torch": "2.13.0+cpu",
        "date": "2026-11-26",
    },
    "tasks": {
        "all strings": {
            "plain_seconds": 51.3,
            "our_seconds": 0.1974,
            "ratio": 259.6,
            "least_ratio": 247.9,
            "greatest_ratio": 281.5,
            "peak": 324.2,
        },
        "64 samples": {
            "plain_seconds": 0.4857,
            "our_seconds": 0.02758,
            "ratio": 17.49,
            "least_ratio": 16.96,
            "greatest_ratio": 17.93,
        },
        "one sample": {
            "plain_seconds": 0.01907,
            "our_seconds": 0.005973,
            "ratio": 3.181,
            "least_ratio": 3.097,
            "greatest_ratio": 3.259,
        },
        "training": {
            "plain_seconds": 0.4966,
            "our_seconds": 0.4901,
            "ratio": 1.026,
            "least_ratio": 0.9854,
            "greatest_ratio": 1.044,
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
