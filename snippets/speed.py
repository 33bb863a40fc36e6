"""What `make bench RECORD=yes` measured, and where."""

# --8<-- [start:measured]
measured = {
    "machine": {
        "processor": "AMD EPYC",
        "cores": 2,
        "load": 0.6,
        "python": "3.11.7",
        "torch": "2.13.0+cpu",
        "date": "2026-11-29",
    },
    "tasks": {
        "in batches": {
            "plain_seconds": 13.37,
            "our_seconds": 0.3851,
            "ratio": 33.14,
            "least_ratio": 32.61,
            "greatest_ratio": 37.53,
        },
        "one by one": {
            "plain_seconds": 171.6,
            "our_seconds": 0.6246,
            "ratio": 277.0,
            "least_ratio": 246.9,
            "greatest_ratio": 403.0,
            "peak": 357.2,
        },
        "64 samples": {
            "plain_seconds": 0.7654,
            "our_seconds": 0.1093,
            "ratio": 6.937,
            "least_ratio": 6.584,
            "greatest_ratio": 8.53,
        },
        "one sample": {
            "plain_seconds": 0.05075,
            "our_seconds": 0.04247,
            "ratio": 1.193,
            "least_ratio": 0.9274,
            "greatest_ratio": 1.355,
        },
        "training": {
            "plain_seconds": 0.7498,
            "our_seconds": 0.7653,
            "ratio": 0.9768,
            "least_ratio": 0.9211,
            "greatest_ratio": 1.023,
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
[peak] = [of["peak"] for of in tasks.values() if "peak" in of]
print(f"peak memory of the enumeration: {peak:.0f} MiB")
print(f"{machine['processor']}, {machine['cores']} cores")
print(f"torch {machine['torch']}, {machine['date']}")
# --8<-- [end:table]
