"""Addressed luck in plain whole numbers: every draw is a function of where it is asked for (ODD, 4, stochasticity)."""

from __future__ import annotations

import math
from hashlib import blake2b

_MASK = 2**64 - 1


def named(*names: str) -> int:
    """Return the permanent key of a name."""
    return int.from_bytes(blake2b("\0".join(names).encode(), digest_size=8).digest(), "little")


def at(address: int, *keys: int) -> int:
    """Return the address that lies these steps below ``address``: 64 mixed bits (SplitMix64) at each step."""
    for key in keys:
        z = (address + 0x9E3779B97F4A7C15 * (key + 1)) & _MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        address = z ^ (z >> 31)
    return address


def uniform(address: int) -> float:
    """Return a number between 0 and 1, which it never is: the middle of one of 2^52 equal steps."""
    return ((address >> 12) + 0.5) * 2.0**-52


def chance(address: int, probability: float) -> bool:
    """Return whether what happens with a probability happens."""
    return uniform(address) < probability


def normal(address: int) -> float:
    """Return a standard normal number (Wichura 1988, algorithm AS 241, PPND7)."""
    p = uniform(address)
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
        return q * top / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0)
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    if r <= 5.0:
        r -= 1.6
        top = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777
        x = top / ((0.12021132975 * r + 0.73700164250) * r + 1.0)
    else:
        r -= 5.0
        top = ((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150
        x = top / ((0.012258202635 * r + 0.24197894225) * r + 1.0)
    return x if q > 0.0 else -x


def bell(address: int) -> float:
    """Return a number of mean 0 and variance 1: four uniform numbers of 16 bits each, summed."""
    total = sum(address >> shift & 0xFFFF for shift in (0, 16, 32, 48))
    return (total - 131070.0) * 2.6428978e-05


def poisson(address: int, mean: float) -> int:
    """Return a Poisson number by inversion; beyond a mean of 500 a rounded normal one."""
    if mean > 500.0:
        return max(0, round(mean + math.sqrt(mean) * normal(address)))
    u = uniform(address)
    term = total = math.exp(-mean)
    count = 0
    while u > total and term > 1e-300:
        count += 1
        term *= mean / count
        total += term
    return count


def binomial(address: int, trials: int, probability: float) -> int:
    """Return how many of some trials succeed, by inversion; beyond a mean of 500 a rounded normal number."""
    if probability >= 1.0:
        return trials
    if trials <= 0 or probability <= 0.0:
        return 0
    rarer = min(probability, 1.0 - probability)
    mean = trials * rarer
    if mean > 500.0:
        count = min(trials, max(0, round(mean + math.sqrt(mean * (1.0 - rarer)) * normal(address))))
    else:
        u = uniform(address)
        odds = rarer / (1.0 - rarer)
        term = total = math.exp(trials * math.log1p(-rarer))
        count = 0
        while u > total and count < trials and term > 1e-305:
            term *= odds * (trials - count) / (count + 1)
            count += 1
            total += term
    return count if rarer == probability else trials - count
