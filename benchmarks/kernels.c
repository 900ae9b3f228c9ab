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

/* Where the bucket of a position is, and `find`, for rings of either kind of record. */
static inline int64_t bucket(int64_t low, int64_t high, uint64_t position) {
    return low + ((int64_t)(position >> 32) * (high - low) >> 32);
}

#define FINDER(NAME, RECORD)                                                                              \
    static inline int64_t NAME(const RECORD *ring, int64_t low, int64_t high, uint64_t position) {        \
        if (low >= high) return -1;                                                                       \
        const int64_t begin = ring[bucket(low, high, position)].first, size = high - low;                 \
        const int64_t last = begin < high - FEW ? begin : high - FEW, first = last > low ? last : low;    \
        int64_t index = first;                                                                            \
        if (size < FEW)                                                                                   \
            for (int64_t k = 0; k < size; k++) index += ring[first + k].position < position;              \
        else                                                                                              \
            for (int64_t k = 0; k < FEW; k++) index += ring[first + k].position < position;               \
        while (index < high && ring[index].position < position) index++;                                  \
        return index < high ? index : low;                                                                \
    }
FINDER(find_entry, Ring)
FINDER(find_ad, Advertisement)

static inline int64_t following(int64_t index, int64_t low, int64_t high) {
    return index + 1 < high ? index + 1 : low;
}

static inline void put_in_order(Ring *ring, int64_t low, int64_t high) {
    for (int64_t last = low + 1; last < high; last++)
        for (int64_t place = last; place > low && precedes(&ring[place], &ring[place - 1]); place--) {
            const uint64_t position = ring[place].position;
            const int64_t row = ring[place].row;
            ring[place].position = ring[place - 1].position;
            ring[place].row = ring[place - 1].row;
            ring[place - 1].position = position;
            ring[place - 1].row = row;
        }
}

static inline int64_t other_end(const Tie *tie, int64_t i) { return tie->b == i ? tie->a : tie->b; }

static inline int64_t group_of(int64_t kind, int64_t region, int64_t field, int64_t regions, int64_t fields) {
    return (kind * regions + region) * fields + field;
}

/* For every organisation and field in which it stands on a ring: what is to be done with its group `g`. */
#define EACH_SHOWN(...)                                                                                   \
    for (int64_t n = 0; n < alive; n++) {                                                                 \
        const Organisation *org = &orgs[living[n]];                                                       \
        if (org->kind > 2 || org->died >= 0) continue;                                                    \
        for (int64_t f = 0; f < fields; f++) {                                                            \
            if (!(weights[living[n] * fields + f] >= least)) continue;                                    \
            const int64_t g = group_of(org->kind, org->region, f, regions, fields);                       \
            __VA_ARGS__                                                                                   \
        }                                                                                                 \
    }

void build_ring(
    const Organisation *orgs, const int64_t *living, const double *weights, uint64_t now, double least,
    int64_t regions, Ring *restrict ring, int64_t *restrict start, int32_t *restrict ends, int64_t alive,
    int64_t fields, int64_t starts
) {
    const uint64_t base = at(now, RING_BUILT);
    memset(start, 0, (size_t)starts * sizeof *start);
    EACH_SHOWN(start[g + 1]++;)
    for (int64_t g = 1; g < starts; g++) start[g] += start[g - 1];
    const int64_t entries = start[starts - 1];
    memset(ends, 0, (size_t)entries * sizeof *ends);
    EACH_SHOWN(ends[bucket(start[g], start[g + 1], at(at(base, org->key), (uint64_t)f))]++;)
    for (int64_t b = 0, total = 0; b < entries; b++) {
        ring[b].first = (int32_t)total;
        ends[b] = (int32_t)(total += ends[b]);
    }
    EACH_SHOWN(
        const uint64_t position = at(at(base, org->key), (uint64_t)f);
        Ring *entry = &ring[--ends[bucket(start[g], start[g + 1], position)]];
        entry->position = position;
        entry->row = living[n];
    )
    for (int64_t g = 0; g < starts - 1; g++) {
        put_in_order(ring, start[g], start[g + 1]);
        for (int64_t n = start[g]; n < start[g + 1]; n++) ring[n].weight = weights[ring[n].row * fields + g % fields];
    }
}

/* ---- the match of job-seekers and vacancies ---- */

static inline double shrinkage(double noise, double spread) {
    const double variance = spread * spread;
    return variance / (variance + noise * noise);
}

static inline double judged_match(uint64_t pair, double noise, double shrink, double spread) {
    return 0.5 + shrink * (spread * bell(pair) + noise * bell(at(pair, NOISE)));
}

static inline uint64_t rank_of(double value, int64_t place) {
    const double above = value > -4.0 ? value : -4.0, behind = 4.0 - (above < 4.0 ? above : 4.0);
    return (uint64_t)(int64_t)(behind * 17179869184.0) << PLACE_BITS | (uint64_t)place;
}

static inline int64_t keep_best(
    double value, int32_t employer, int64_t count, int64_t most, double *values, int32_t *row
) {
    for (int64_t a = 0; a < count; a++)
        if (row[a] == employer) return count;
    int64_t place = count;
    if (count == most && value <= values[--place]) return count;
    for (; place > 0 && values[place - 1] < value; place--) {
        values[place] = values[place - 1];
        row[place] = row[place - 1];
    }
    values[place] = value;
    row[place] = employer;
    return count < most ? count + 1 : most;
}

/* Who is tied to whom. */
typedef struct {
    const Tie *ties;
    const int64_t *adjacent, *start, *carries;
    int64_t channels;
} Network;

static int64_t tie_to(int64_t carried, int64_t i, int64_t j, const Network *of) {
    for (int64_t k = of->start[i]; k < of->start[i + 1]; k++) {
        const Tie *tie = &of->ties[of->adjacent[k]];
        if (other_end(tie, i) == j && of->carries[tie->link * of->channels + carried] && tie->ended < 0)
            return of->adjacent[k];
    }
    return -1;
}

static void mark_partners(int64_t home, uint8_t mark, const Network *of, uint8_t *marks) {
    for (int64_t k = of->start[home]; k < of->start[home + 1]; k++)
        marks[other_end(&of->ties[of->adjacent[k]], home) & (MARKS - 1)] = mark;
}

static void by_group(
    const Seeker *seekers, int64_t count, int64_t fields, int64_t *ends, int64_t groups, int32_t *order
) {
    memset(ends, 0, (size_t)groups * sizeof *ends);
    for (int64_t s = 0; s < count; s++) ends[seekers[s].region * fields + seekers[s].field + 1]++;
    for (int64_t g = 1; g < groups; g++) ends[g] += ends[g - 1];
    for (int64_t s = 0; s < count; s++) order[ends[seekers[s].region * fields + seekers[s].field]++] = (int32_t)s;
}

void apply(
    const Organisation *orgs, const double *near, const double *pay, const Seeker *seekers, const Tie *ties,
    const int64_t *adjacent, const int64_t *adjacent_start, const int64_t *carries, const Advertisement *ads,
    const int64_t *start, int64_t fields, uint64_t now, const LabourParams *p, uint8_t *restrict marks,
    double *restrict values, int64_t *restrict ends, int32_t *restrict order, int32_t *restrict applications,
    uint64_t *restrict ranks, int64_t count, int64_t places, int64_t kinds, int64_t channels, int64_t most,
    int64_t groups
) {
    const Network network = {ties, adjacent, adjacent_start, carries, channels};
    const double clear = shrinkage(p->noise_tied, p->spread), dim = shrinkage(p->noise_open, p->spread);
    int64_t marked = -1;
    by_group(seekers, count, fields, ends, groups, order);
    for (int64_t n = 0; n < count; n++) {
        const Seeker *seeker = &seekers[order[n]];
        const int64_t home = seeker->home;
        if (seeker->graduate == 1 && home != marked) {
            if (marked >= 0) mark_partners(marked, 0, &network, marks);
            mark_partners(home, 1, &network, marks);
            marked = home;
        }
        const int64_t group = seeker->region * fields + seeker->field, first = start[group], last = start[group + 1];
        const double *nearness = near + orgs[home].place * places, *paid = pay + seeker->region * kinds;
        const uint64_t search = at(at(now, READ), seeker->key), person = at(MATCH, seeker->key);
        int32_t *row = applications + n * most;
        int64_t found = 0;
        const int64_t reads = p->reads < last - first ? p->reads : last - first;
        int64_t read = find_ad(ads, first, last, search);
        for (int64_t j = 0; j < reads; j++, read = following(read, first, last)) {
            const Advertisement *ad = &ads[read];
            if (!(uniform(at(at(search, LABOUR_NEAR), ad->key)) < nearness[ad->place])) continue;
            const int tied =
                seeker->graduate && marks[ad->row & (MARKS - 1)] && tie_to(PLACEMENTS, home, ad->row, &network) >= 0;
            const double noise = tied ? p->noise_tied : p->noise_open;
            const double match = judged_match(at(person, ad->key), noise, tied ? clear : dim, p->spread);
            const int32_t slot = (int32_t)(ad->row * fields + seeker->field);
            found = keep_best(match + paid[ad->kind], 2 * slot + tied, found, most, values, row);
        }
        for (int64_t a = 0; a < most; a++)
            ranks[n * most + a] = a < found ? rank_of(values[a], n * most + a) : UINT64_MAX;
    }
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
    int32_t *restrict shown, int64_t regions_count, int64_t places, int64_t carried
) {
    const uint64_t showing = at(now, SHOW), viewed = at(now, VIEW), seen = at(now, SEEN);
    Judging by = {orgs, regions, 0, p, research->sigma, d->eta, d->cost, d->reserve, competition->power};
    int64_t count = 0;
    for (int64_t a = 0; a < actives[0]; a++) {
        Technology *tech = &techs[active[a]];
        tech->bidder = -1;
        tech->bid = 0.0;
        if (tech->stage != SHELF || tech->found == tick) continue;
        if (tech->found != tick - 1 && uniform(at(showing, tech->key)) >= p->show) continue;
        shown[count++] = (int32_t)active[a];
    }
    for (int64_t n = 0; n < count; n++) {
        Technology *tech = &techs[shown[n]];
        by.view = at(viewed, tech->key);
        const int64_t owner = tech->owner;
        for (int64_t k = start[owner]; k < start[owner + 1]; k++) {
            const Tie *tie = &ties[adjacent[k]];
            if (tie->ended < 0 && carries[tie->link * carried + LICENCES])
                consider(&by, tech, other_end(tie, owner), tie->link);
        }
        if (tech->sponsor >= 0) consider(&by, tech, tech->sponsor, OPEN_CHANNEL);
        const int64_t g = group_of(FIRM, orgs[owner].region, tech->field, regions_count, fields);
        const uint64_t search = at(seen, tech->key), near = at(search, OFFERS_NEAR);
        const int64_t low = ring_start[g], high = ring_start[g + 1];
        const int64_t shows = p->encounters < high - low ? p->encounters : high - low;
        int64_t hit = find_entry(ring, low, high, search);
        for (int64_t j = 0; j < shows; j++, hit = following(hit, low, high)) {
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
