"""Addressed randomness: every draw is a pure function of where it is asked for.

The address of a draw is (seed, replication, quarter, decision, permanent keys of those concerned).
`at` walks one step down that address; `uniform`, `normal`, `poisson` and `binomial` turn an address
into a number. Nothing is consumed, so no draw shifts another: two runs that differ in one link share
all the luck which that link does not touch (common random numbers), and the order of agents, workers
or scenario entries cannot matter.

``at(state, k)`` is the k-th output (from 0) of Vigna's SplitMix64 started at ``state``. Source:
Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.
"""

from __future__ import annotations

import hashlib
import math
from typing import Any, TypeAlias

import numpy as np

from ecosim.compiled import function, inline

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_ONE = np.uint64(1)
_MASK = (1 << 64) - 1
# Nothing happens with a chance of 1 less the mean at least; so far from it, rounding cannot say otherwise. It spares
# most draws of what is rare an exponential.
_SURE = 1e-12

#: 64 bits that stand for a place in the address of a draw.
Bits: TypeAlias = int | np.uint64


def name_key(*names: str) -> np.uint64:
    """Return the permanent key of something that has a name, the same on every machine and run."""
    digest = hashlib.blake2b("\0".join(names).encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def address(state: Bits, *keys: Bits) -> np.uint64:
    """Walk down an address in plain Python; equals nested `at`. All integers are taken modulo 2^64."""
    for key in keys:
        z = (int(state) + 0x9E3779B97F4A7C15 * (int(key) + 1)) & _MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        state = z ^ (z >> 31)
    return np.uint64(state)


@inline
def at(state: Bits, key: Bits) -> np.uint64:
    """Return the address one step below ``state``: 64 mixed bits."""
    z = np.uint64(state) + _GOLDEN * (np.uint64(key) + _ONE)
    z = (z ^ (z >> np.uint64(30))) * _MIX1
    z = (z ^ (z >> np.uint64(27))) * _MIX2
    return z ^ (z >> np.uint64(31))


@inline
def uniform(bits: Bits) -> float:
    """Return a number in (0, 1), never 0 or 1, from the 52 high bits of an address (a 53rd would round up to 1)."""
    return (float(np.uint64(bits) >> np.uint64(12)) + 0.5) * 2.220446049250313e-16


@inline
def normal(bits: Bits) -> float:
    """Return a standard normal number: the inverse distribution function of `uniform`.

    Algorithm AS 241, PPND7 (Wichura 1988, Applied Statistics 37), accurate to about 1e-7.
    """
    p = uniform(bits)
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


@inline
def bell(bits: Bits) -> float:
    """Return a number of mean 0 and variance 1, nearly normal within three deviations: four uniforms summed.

    For quantities that are themselves sums of a few things, such as the match of a person and a job; it
    costs a seventh of `normal`.
    """
    z = np.uint64(bits)
    low = np.uint64(0xFFFF)
    total = (z & low) + (z >> np.uint64(16) & low) + (z >> np.uint64(32) & low) + (z >> np.uint64(48))
    return (float(total) - 131070.0) * 2.6428978e-05


@inline
def poisson(bits: Bits, mean: float) -> int:
    """Return a Poisson number by inversion (a rounded normal beyond a mean of 500)."""
    if mean > 500.0:
        return max(0, round(mean + math.sqrt(mean) * normal(bits)))
    u = uniform(bits)
    term = 1.0 if u < 1.0 - mean - _SURE else math.exp(-mean)
    total = term
    count = 0
    while u > total and term > 1e-300:
        count += 1
        term *= mean / count
        total += term
    return count


@inline
def binomial(bits: Bits, trials: int, chance: float) -> int:
    """Return a binomial number by inversion (a rounded normal beyond a mean of 500)."""
    if chance >= 1.0:
        return trials
    if trials <= 0 or chance <= 0.0:
        return 0
    rarer = min(chance, 1.0 - chance)  # the first term of the more frequent outcome could underflow
    mean = trials * rarer
    if mean > 500.0:
        spread = math.sqrt(mean * (1.0 - rarer))
        count = min(trials, max(0, round(mean + spread * normal(bits))))
    else:
        u = uniform(bits)
        odds = rarer / (1.0 - rarer)
        count = 0
        term = 1.0 if u < 1.0 - mean - _SURE else math.exp(trials * math.log1p(-rarer))
        total = term
        while u > total and count < trials and term > 1e-305:
            term *= odds * (trials - count) / (count + 1)
            count += 1
            total += term
    return count if rarer == chance else trials - count


@function
def normals(state: Bits, keys: Any, out: Any) -> None:
    """Fill ``out`` (n) with one standard normal number for each permanent key (n)."""
    for i in range(keys.shape[0]):
        out[i] = normal(at(state, keys[i]))


@function
def uniforms(state: Bits, keys: Any, out: Any) -> None:
    """Fill ``out`` (n) with one number in (0, 1) for each permanent key (n)."""
    for i in range(keys.shape[0]):
        out[i] = uniform(at(state, keys[i]))
