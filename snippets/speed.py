"""What `make bench RECORD=yes` measured, and where."""

# --8<-- [start:measured]
measured = {
    "machine": {
        "processor": "AMD EPYC",
        "cores": 2,
        "load": 0.8,
        "python": "3.11.7",
        "torch": "2.13.0+cpu",
        "date": "2026-11-26",
    },
    "tasks": {
        "all strings": {
            "plain_seconds": 50.79,
            "our_seconds": 0.1962,
            "ratio": 257.8,
            "least_ratio": 250.2,
            "greatest_ratio": 273.6,
            "peak": 320.0,
        },
        "64 samples": {
            "plain_seconds": 0.4883,
            "our_seconds": 0.02819,
            "ratio": 17.17,
            "least_ratio": 15.69,
            "greatest_ratio": 18.48,
        },
        "one sample": {
            "plain_seconds": 0.01895,
            "our_seconds": 0.005883,
            "ratio": 3.234,
            "least_ratio": 3.025,
            "greatest_ratio": 3.659,
        },
        "training": {
            "plain_seconds": 0.4929,
            "our_seconds": 0.474,
            "ratio": 1.028,
            "least_ratio": 0.9863,
            "greatest_ratio": 1.062,
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
