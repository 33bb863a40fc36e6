"""What `make bench RECORD=yes` measured, and where."""

# --8<-- [start:measured]
measured = {
    "machine": {
        "processor": "AMD EPYC",
        "cores": 2,
        "load": 1.55,
        "python": "3.11.7",
        "torch": "2.13.0+cpu",
        "date": "2026-11-24",
    },
    "tasks": {
        "all strings": {
            "plain_seconds": 156.6,
            "our_seconds": 0.2484,
            "ratio": 629.7,
            "least_ratio": 605.5,
            "greatest_ratio": 673.5,
            "peak": 320.1,
        },
        "64 samples": {
            "plain_seconds": 0.7193,
            "our_seconds": 0.0705,
            "ratio": 10.01,
            "least_ratio": 9.583,
            "greatest_ratio": 10.95,
        },
        "one sample": {
            "plain_seconds": 0.05153,
            "our_seconds": 0.02992,
            "ratio": 1.726,
            "least_ratio": 1.449,
            "greatest_ratio": 1.804,
        },
        "training": {
            "plain_seconds": 0.7073,
            "our_seconds": 0.6802,
            "ratio": 1.04,
            "least_ratio": 1.002,
            "greatest_ratio": 1.078,
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
