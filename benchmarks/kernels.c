/* The hottest kernels by hand: the same rules as in ecosim.kernels.matching, ecosim.kernels.ring and
   ecosim.processes.offers. Structures and constants come from records.h, which against_c.py makes of the layouts of
   the tables. Sums and products stand in the order of the originals: results are the same to the bit. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "records.h"

/* ---- addressed randomness ---- */

static inline uint64_t at(uint64_t state, uint64_t key) {
    uint64_t z = state + 0x9E3779B97F4A7C15u * (key + 1u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline double uniform(uint64_t bits) {
    return ((double)(int64_t)(bits >> 12) + 0.5) * 2.220446049250313e-16;
}

static inline double bell(uint64_t z) {
    const uint64_t total = (z & 0xFFFF) + (z >> 16 & 0xFFFF) + (z >> 32 & 0xFFFF) + (z >> 48);
    return ((double)(int64_t)total - 131070.0) * 2.6428978e-05;
}

static double normal(uint64_t bits) {
    const double p = uniform(bits), q = p - 0.5;
    double r, x;
    if (fabs(q) <= 0.425) {
        r = 0.180625 - q * q;
        const double top = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179;
        return q * top / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0);
    }
    r = sqrt(-log(1.0 - p < p ? 1.0 - p : p));
    if (r <= 5.0) {
        r -= 1.6;
        const double top = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777;
        x = top / ((0.12021132975 * r + 0.73700164250) * r + 1.0);
    } else {
        r -= 5.0;
        const double top = ((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150;
        x = top / ((0.012258202635 * r + 0.24197894225) * r + 1.0);
    }
    return q > 0.0 ? x : -x;
}

/* ---- search rings ---- */

static inline int precedes(const Ring *a, const Ring *b) {
    return a->position < b->position || (a->position == b->position && a->row < b->row);
}

static inline void swap(Ring *a, Ring *b) {
    const Ring kept = *a;
    *a = *b;
    *b = kept;
}

static inline void sift(Ring *ring, int64_t root, int64_t count) {
    const Ring sinking = ring[root];
    while (2 * root + 1 < count) {
        int64_t child = 2 * root + 1;
        if (child + 1 < count && precedes(&ring[child], &ring[child + 1])) child++;
        if (!precedes(&sinking, &ring[child])) break;
        ring[root] = ring[child];
        root = child;
    }
    ring[root] = sinking;
}

static void sort_ring(Ring *ring, int64_t count) {
    for (int64_t root = count / 2 - 1; root >= 0; root--) sift(ring, root, count);
    for (int64_t last = count - 1; last > 0; last--) {
        swap(&ring[0], &ring[last]);
        sift(ring, 0, last);
    }
}

/* `find` for rings of either kind of record. */
#define FINDER(NAME, RECORD)                                                                              \
    static inline int64_t NAME(const RECORD *ring, int64_t low, int64_t high, uint64_t position) {        \
        if (low >= high) return -1;                                                                       \
        const int64_t size = high - low;                                                                  \
        int64_t index = low + ((int64_t)(position >> 32) * size >> 32);                                   \
        index += ((int64_t)(position - ring[index].position) >> 32) * size >> 32;                         \
        const int64_t last = index - AROUND / 2 < high - AROUND ? index - AROUND / 2 : high - AROUND;     \
        const int64_t first = last > low ? last : low;                                                    \
        index = first;                                                                                    \
        if (size < AROUND)                                                                                \
            for (int64_t k = 0; k < size; k++) index += ring[first + k].position < position;              \
        else                                                                                              \
            for (int64_t k = 0; k < AROUND; k++) index += ring[first + k].position < position;            \
        while (index > low && ring[index - 1].position >= position) index--;                              \
        while (index < high && ring[index].position < position) index++;                                  \
        return index < high ? index : low;                                                                \
    }
FINDER(find_entry, Ring)
FINDER(find_ad, Advertisement)

static inline int64_t group_of(int64_t kind, int64_t region, int64_t field, int64_t regions, int64_t fields) {
    return (kind * regions + region) * fields + field;
}

void build_ring(
    const Organisation *orgs, const int64_t *living, const double *weights, uint64_t now, double least,
    int64_t regions, Ring *ring, int64_t *start, int64_t alive, int64_t fields, int64_t starts
) {
    const uint64_t base = at(now, RING_BUILT);
    memset(start, 0, (size_t)starts * sizeof *start);
    for (int64_t n = 0; n < alive; n++) {
        const Organisation *org = &orgs[living[n]];
        if (org->kind > 2 || org->died >= 0) continue;
        for (int64_t f = 0; f < fields; f++)
            if (weights[living[n] * fields + f] >= least)
                start[group_of(org->kind, org->region, f, regions, fields) + 1]++;
    }
    for (int64_t g = 1; g < starts; g++) start[g] += start[g - 1];
    for (int64_t n = 0; n < alive; n++) {
        const Organisation *org = &orgs[living[n]];
        if (org->kind > 2 || org->died >= 0) continue;
        for (int64_t f = 0; f < fields; f++) {
            const double weight = weights[living[n] * fields + f];
            if (!(weight >= least)) continue;
            Ring *entry = &ring[start[group_of(org->kind, org->region, f, regions, fields)]++];
            entry->position = at(at(base, org->key), (uint64_t)f);
            entry->row = living[n];
            entry->weight = weight;
        }
    }
    for (int64_t g = starts - 1; g > 0; g--) start[g] = start[g - 1];
    start[0] = 0;
    for (int64_t g = 0; g < starts - 1; g++) sort_ring(ring + start[g], start[g + 1] - start[g]);
}

/* ---- the match of job-seekers and vacancies ---- */

typedef struct {
    double *values;
    int64_t *employers, *via;
} Applications;

static inline double judged_match(uint64_t pair, double noise, double spread) {
    const double variance = spread * spread, shrink = variance / (variance + noise * noise);
    return 0.5 + shrink * (spread * bell(pair) + noise * bell(at(pair, NOISE)));
}

static inline uint64_t rank_of(double value, int64_t place) {
    const double above = value > -4.0 ? value : -4.0, behind = 4.0 - (above < 4.0 ? above : 4.0);
    return (uint64_t)(int64_t)(behind * 17179869184.0) << PLACE_BITS | (uint64_t)place;
}

static inline int64_t keep_best(
    double value, int64_t employer, int64_t tie, int64_t count, int64_t most, Applications to
) {
    for (int64_t a = 0; a < count; a++)
        if (to.employers[a] == employer) return count;
    int64_t place = count;
    if (count == most && value <= to.values[--place]) return count;
    for (; place > 0 && to.values[place - 1] < value; place--) {
        to.values[place] = to.values[place - 1];
        to.employers[place] = to.employers[place - 1];
        to.via[place] = to.via[place - 1];
    }
    to.values[place] = value;
    to.employers[place] = employer;
    to.via[place] = tie;
    return count < most ? count + 1 : most;
}

static void mark_partners(
    int64_t home, const Tie *ties, const int64_t *adjacent, const int64_t *start, const int64_t *carries,
    int64_t channels, int64_t *tie_with, int out
) {
    for (int64_t k = start[home]; k < start[home + 1]; k++) {
        const Tie *tie = &ties[adjacent[k]];
        if (carries[tie->link * channels + PLACEMENTS] && tie->ended < 0)
            tie_with[tie->b == home ? tie->a : tie->b] = out ? -1 : adjacent[k];
    }
}

int64_t apply(
    const Organisation *orgs, const double *near, const Seeker *seekers, const Tie *ties, const int64_t *adjacent,
    const int64_t *adjacent_start, const int64_t *carries, const int64_t *vacant, const Advertisement *ads,
    const int64_t *start, uint64_t now, const LabourParams *p, int64_t *tie_with, int64_t *hits, double *values,
    int64_t *people, int64_t *employers, int64_t *via, uint64_t *ranks, int64_t count, int64_t places, int64_t carried,
    int64_t fields
) {
    (void)vacant;
    int64_t total = 0, marked = -1;
    for (int64_t s = 0; s < count; s++) {
        const Seeker *seeker = &seekers[s];
        const int64_t home = seeker->home;
        if (seeker->graduate == 1 && home != marked) {
            if (marked >= 0) mark_partners(marked, ties, adjacent, adjacent_start, carries, carried, tie_with, 1);
            mark_partners(home, ties, adjacent, adjacent_start, carries, carried, tie_with, 0);
            marked = home;
        }
        const int64_t group = seeker->region * fields + seeker->field;
        const int64_t first = start[group], last = start[group + 1];
        const double *nearness = near + orgs[home].place * places;
        const uint64_t search = at(at(now, READ), seeker->key), person = at(MATCH, seeker->key);
        const Applications to = {values + total, employers + total, via + total};
        int64_t found = 0;
        if (first == last) continue;
        for (int64_t j = 0; j < p->reads; j++) hits[j] = find_ad(ads, first, last, at(search, (uint64_t)j));
        for (int64_t j = 0; j < p->reads; j++) {
            const Advertisement *ad = &ads[hits[j]];
            if (!(uniform(at(at(search, LABOUR_NEAR), ad->key)) < nearness[ad->place])) continue;
            const int64_t tie = seeker->graduate ? tie_with[ad->row] : -1;
            const double noise = tie >= 0 ? p->noise_tied : p->noise_open;
            const double value = judged_match(at(person, ad->key), noise, p->spread) + ad->weight;
            found = keep_best(value, ad->row, tie, found, p->applications, to);
        }
        for (int64_t a = total; a < total + found; a++) {
            people[a] = s;
            ranks[a] = rank_of(values[a], a);
        }
        total += found;
    }
    return total;
}

/* ---- offers ---- */

typedef struct {
    Organisation *orgs;
    const Region *regions;
    uint64_t view; /* address of the noise of this technology's judges */
    const OffersParams *p;
    double sigma, eta, cost, reserve, power;
} Judging;

static void consider(const Judging *by, Technology *tech, int64_t i, int64_t channel) {
    const OffersParams *p = by->p;
    Organisation *firm = &by->orgs[i];
    const double lines = 1.0 + (double)firm->staff / p->slots;
    if (firm->died >= 0 || firm->field != tech->field || firm->projects >= (int64_t)lines) return;
    const double wage = by->regions[firm->region].wage;
    if (firm->cash <= by->reserve * by->cost * wage) return;
    const double own = firm->quality > 1e-9 ? firm->quality : 1e-9;
    const double luck = normal(at(by->view, firm->key));
    const double variance = by->sigma * by->sigma, shrink = variance / (variance + p->noise * p->noise + 1e-12);
    const double seen = log((tech->quality > 1e-12 ? tech->quality : 1e-12) / own) + p->noise * luck;
    const double quality = own * exp(shrink * seen + 0.5 * (1.0 - shrink) * variance);
    double gain = p->margin * (firm->demand / lines) * (by->power * by->eta) * log(1.0 + quality / own);
    gain = gain * p->horizon * p->chance;
    if (tech->patent != PATENT_APPLIED && tech->patent != PATENT_GRANTED) gain *= p->unprotected;
    gain -= by->cost * wage * p->time;
    if (!(gain > tech->bid)) return;
    if (tech->bidder >= 0) by->orgs[tech->bidder].projects--;
    firm->projects++;
    tech->bid = gain;
    tech->bidder = i;
    tech->via = channel;
}

void bid(
    Organisation *orgs, const Region *regions, Technology *techs, const int64_t *active, const int64_t *actives,
    const double *distance, const Tie *ties, const int64_t *adjacent, const int64_t *start, const int64_t *carries,
    const Ring *ring, const int64_t *ring_start, int64_t fields, int64_t tick, uint64_t now, const OffersParams *p,
    const ResearchParams *research, const DevelopmentParams *d, const CompetitionParams *competition,
    int64_t regions_count, int64_t places, int64_t carried
) {
    const uint64_t shown = at(now, SHOW), viewed = at(now, VIEW), seen = at(now, SEEN);
    Judging by = {orgs, regions, 0, p, research->sigma, d->eta, d->cost, d->reserve, competition->power};
    for (int64_t a = 0; a < actives[0]; a++) {
        Technology *tech = &techs[active[a]];
        tech->bidder = -1;
        tech->bid = 0.0;
        if (tech->stage != SHELF || tech->found == tick) continue;
        if (tech->found != tick - 1 && uniform(at(shown, tech->key)) >= p->show) continue;
        by.view = at(viewed, tech->key);
        const int64_t owner = tech->owner;
        for (int64_t k = start[owner]; k < start[owner + 1]; k++) {
            const Tie *tie = &ties[adjacent[k]];
            if (tie->ended < 0 && carries[tie->link * carried + LICENCES])
                consider(&by, tech, tie->b == owner ? tie->a : tie->b, tie->link);
        }
        if (tech->sponsor >= 0) consider(&by, tech, tech->sponsor, OPEN_CHANNEL);
        const int64_t g = group_of(FIRM, orgs[owner].region, tech->field, regions_count, fields);
        const uint64_t search = at(seen, tech->key), near = at(search, OFFERS_NEAR);
        for (int64_t j = 0; j < p->encounters; j++) {
            const int64_t hit = find_entry(ring, ring_start[g], ring_start[g + 1], at(search, (uint64_t)j));
            if (hit < 0) break;
            const int64_t i = ring[hit].row;
            const double notice = p->attention * (1.0 + (double)orgs[i].staff / p->prominence);
            const double luck = uniform(at(near, orgs[i].key));
            if (luck >= notice) continue;
            const double away = distance[orgs[i].place * places + orgs[owner].place];
            if (luck < notice * exp(-away / p->distance)) consider(&by, tech, i, OPEN_CHANNEL);
        }
        if (tech->bidder < 0) tech->via = OPEN_CHANNEL;
    }
}
