"""Print the CPU seconds that the first start spends on demo pictures: 300 pieces, one view, WebP at 720 and 360.

Run: python benchmarks/pictures.py [count]
"""

from __future__ import annotations

import io
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from marketplace.demo.pictures import KINDS, render, write_webp

BUDGET_SECONDS = 25.0

SHARES = {
    "carpet.knotted": 40,
    "carpet.flat.dokkali": 16,
    "carpet.flat.fatis": 14,
    "carpet.flat.hanbal": 10,
    "carpet.flat.mergoum": 10,
    "textile.cushion": 8,
    "textile.shawl": 8,
    "textile.garment": 8,
    "pottery.jar": 22,
    "pottery.bowl": 14,
    "pottery.tajine": 8,
    "pottery.cup": 10,
    "pottery.plate": 8,
    "pottery.burner": 8,
    "jewellery.silver.bracelet": 12,
    "jewellery.silver.ring": 10,
    "jewellery.silver.pendant": 12,
    "jewellery.silver.earrings": 8,
    "jewellery.silver.cross": 8,
    "jewellery.white.pendant": 4,
    "stone.carved": 8,
    "palm.tray": 12,
    "palm.basket": 10,
    "palm.fan": 6,
    "palm.hat": 6,
    "palm.mat": 4,
    "palm.plate": 6,
    "leather.bag": 4,
    "leather.cushion": 3,
    "leather.sandals": 2,
    "leather.box": 1,
}


def main(count: int) -> int:
    """Render and encode `count` pieces in the shares of the demo, and say what they cost."""
    order = [kind for kind in KINDS for _ in range(SHARES[kind])]
    order = [order[index * 7 % len(order)] for index in range(count)]
    spent: dict[str, list[float]] = defaultdict(list)
    weight = {720: 0, 360: 0}
    start = time.process_time()
    for seed, kind in enumerate(order):
        before = time.process_time()
        large = render(kind, seed, "whole", 720, traits={})
        small = large.reduce(2)
        for width, image in ((720, large), (360, small)):
            target = io.BytesIO()
            write_webp(image, target)
            weight[width] += target.tell()
        spent[kind].append(time.process_time() - before)
    total = time.process_time() - start
    for kind in KINDS:
        if spent[kind]:
            print(f"{kind:28} {len(spent[kind]):4} x {1000 * sum(spent[kind]) / len(spent[kind]):6.1f} ms")
    print(
        f"{count} pieces: {total:.1f} CPU s ({1000 * total / count:.1f} ms each; budget {BUDGET_SECONDS:.0f} s for 300)"
    )
    print(
        f"mean weight: {weight[720] / count / 1000:.0f} kB at 720, {weight[360] / count / 1000:.0f} kB at 360"
    )
    return 0 if total / count * 300 <= BUDGET_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
