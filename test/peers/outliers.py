"""Isolation Forest (scikit-learn) and ECOD (PyOD) over person-days, as peers for bench thieves.

FOLDER holds header.json {people, days, columns, first, pool, refresh} and columns.f32, the values of a person and day
one after the other: ((person * days) + day) * columns + column, little-endian 32-bit floats, and present.u8, 1 where the
person was there. Writes NAME.f32 (person * days + day) for each detector: higher is more unusual, 0 where not judged.

Each detector is fitted on everybody's days of the `pool` days before, anew every `refresh` days, and judges the days
until the next fit.
"""

import json
import sys
from pathlib import Path

try:
    import numpy as np
    from pyod.models.ecod import ECOD
    from sklearn.ensemble import IsolationForest
except ImportError as missing:
    print(f"Python lacks {missing.name}", file=sys.stderr)
    sys.exit(3)


def forest(pool):
    fitted = IsolationForest(n_estimators=100, random_state=0, n_jobs=1).fit(pool)
    return lambda rows: -fitted.score_samples(rows)


def ecod(pool):
    fitted = ECOD(n_jobs=1).fit(pool)
    return fitted.decision_function


DETECTORS = {"iforest": forest, "ecod": ecod}


def main(folder):
    header = json.loads((folder / "header.json").read_text())
    people, days, columns = header["people"], header["days"], header["columns"]
    values = np.fromfile(folder / "columns.f32", "<f4").reshape(people, days, columns)
    present = np.fromfile(folder / "present.u8", "u1").reshape(people, days).astype(bool)
    for name, fit in DETECTORS.items():
        ranks = np.zeros((people, days), "<f4")
        for start in range(header["first"], days, header["refresh"]):
            past = slice(max(0, start - header["pool"]), start)
            pool = values[:, past][present[:, past]]
            judge = fit(pool)
            stop = min(days, start + header["refresh"])
            here = present[:, start:stop]
            if here.any():
                ranks[:, start:stop][here] = judge(values[:, start:stop][here])
        ranks.tofile(folder / f"{name}.f32")


main(Path(sys.argv[1]))
