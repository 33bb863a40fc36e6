"""What `make bench RECORD=yes` measured, and where."""

# --8<-- [start:measured]
measured = {
    "machine": {
        "processor": "AMD EPYC",
        "cores": 2,
        "load": 0.92,
        "python": "3.11.7",
        "torch": "2.13.0+cpu",
        "date": "2026-11-26",
    },
    "tasks": {
        "all strings": {
            "plain_seconds": 64.47,
            "our_seconds": 0.1026,
            "ratio": 631.7,
            "least_ratio": 613.5,
            "greatest_ratio": 677.4,
            "peak": 326.9,
        },
        "64 samples": {
            "plain_seconds": 0.4864,
            "our_seconds": 0.02776,
            "ratio": 17.17,
            "least_ratio": 16.92,
            "greatest_ratio": 18.65,
        },
        "one sample": {
            "plain_seconds": 0.01968,
            "our_seconds": 0.005784,
            "ratio": 3.401,
            "least_ratio": 3.276,
            "greatest_ratio": 3.72,
        },
        "training": {
            "plain_seconds": 0.4616,
            "our_seconds": 0.4477,
            "ratio": 1.024,
            "least_ratio": 0.9966,
            "greatest_ratio": 1.076,
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
