"""Twin primes, counted."""
from __future__ import annotations

from arithmetic import is_prime

pairs = [(each, each + 2) for each in range(200) if is_prime(each) and is_prime(each + 2)]
largest = pairs[-1]
table = {"count": len(pairs), "share": len(pairs) / 200}
assert table["count"] == 15
assert pairs[0] == (3, 5)
assert all((low + 1) % 6 == 0 for low, high in pairs[1:])
print(f"{len(pairs)} pairs, the largest {largest}")
