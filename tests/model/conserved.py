"""Is what is conserved (money, people, hours, identities, provenance) conserved in any valid scenario?"""

from __future__ import annotations

import cases
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from invariants import observed
from valid import scenarios

from ecosim.simulation import Simulation


def tried(count: int) -> tuple[int, list[str]]:
    """Watch every quarter of so many scenarios; return how many, and what was violated in which."""
    done, failed = 0, []

    @settings(
        max_examples=count, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(scenarios(), st.integers(0, 3))
    def watch(data: cases.Data, replication: int) -> None:
        nonlocal done
        done += 1
        try:
            for _ in observed(Simulation(cases.scenario(data), seed=7, replication=replication)):
                pass
        except AssertionError as violated:
            failed.append(f"{violated} in {data}")

    watch()
    return done, failed
