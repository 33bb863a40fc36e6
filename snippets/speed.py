"""What `make bench RECORD=yes` measured, and where."""

# --8<-- [start:measured]
measured = {
    "machine": {
        "processor": "AMD EPYC",
        "cores": 2,
        "load": 0.75,
        "python": "3.11.7",
        "torch": "2.13.0+cpu",
        "date": "2026-11-26",
    },
    "tasks": {
        "all strings": {
            "plain_seconds": 65.62,
            "our_seconds": 0.1029,
            "ratio": 642.1,
            "least_ratio": 608.9,
            "greatest_ratio": 745.3,
            "peak": 327.2,
        },
        "64 samples": {
            "plain_seconds": 0.26,
            "our_seconds": 0.03101,
            "ratio": 8.351,
            "least_ratio": 7.979,
            "greatest_ratio": 8.816,
        },
        "one sample": {
            "plain_seconds": 0.02176,
            "our_seconds": 0.006425,
            "ratio": 3.44,
            "least_ratio": 2.915,
            "greatest_ratio": 4.055,
        },
        "training": {
            "plain_seconds": 0.3183,
            "our_seconds": 0.31,
            "ratio": 1.029,
            "least_ratio": 0.8978,
            "greatest_ratio": 1.205,
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
