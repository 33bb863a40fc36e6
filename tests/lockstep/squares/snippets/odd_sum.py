"""The first odd numbers add up to a square."""
from __future__ import annotations

from arithmetic import odds

# --8<-- [start:sum]
count = 12
total = sum(odds(count))
assert total == count**2
print(f"the first {count} odd numbers add up to {total}")
# --8<-- [end:sum]

# --8<-- [start:every]
for each in range(100):
    assert sum(odds(each)) == each * each
ratio = total / count
# --8<-- [end:every]
assert ratio == count

print("all of them do, up to a hundred")
