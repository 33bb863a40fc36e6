"""The grammar S -> S S | a, whose trees need not be finite."""

# --8<-- [start:iterate]
probabilities = (0.3, 0.5, 0.6, 2 / 3, 0.8)
mass = {p: min(1.0, (1 - p) / p) for p in probabilities}
for p in probabilities:
    m = 0.0
    for _ in range(20_000):  # trees of a height up to this
        m = (1 - p) + p * m**2
    assert abs(m - mass[p]) < (1e-3 if p == 0.5 else 1e-12)
assert abs(mass[0.6] - 2 / 3) < 1e-12
assert abs(mass[2 / 3] - 1 / 2) < 1e-12
assert abs(mass[0.8] - 1 / 4) < 1e-12
# --8<-- [end:iterate]

# --8<-- [start:strings]
for p in (0.3, 0.6, 0.8):
    q, total, mean = 1 - p, 0.0, 0.0
    for n in range(1, 2000):  # q(a^n): Catalan many trees, all alike
        total, mean = total + q, mean + n * q
        q *= 2 * (2 * n - 1) / (n + 1) * p * (1 - p)
    assert abs(total - mass[p]) < 1e-9
    slope = 1 - 2 * p * mass[p]  # which is |1 - 2p|
    assert abs(mean - (1 - p) / slope) < 1e-9
    print(f"p = {p:.1f}: finite trees have mass {mass[p]:.6f}")
q, mean = 0.5, {}
for n in range(1, 40_001):  # at one half the sum of the lengths never settles
    mean[n] = mean.get(n - 1, 0.0) + n * q
    q *= 2 * (2 * n - 1) / (n + 1) / 4
assert abs(mean[40_000] / mean[10_000] - 2) < 0.01  # it grows as a root
# --8<-- [end:strings]
