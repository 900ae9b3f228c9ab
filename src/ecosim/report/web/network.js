// The network: organisations in their places, lasting ties, and transfers completed in the year up to a quarter.
const KINDS = [["Institute", "square"], ["University", "triangle"], ["Firm", "circle"], ["Technopark", "diamond"]];
const PLURALS = ["Institutes", "Universities", "Firms", "Technoparks"];
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

function drawNetwork() {
  const parts = figure("network"), net = known(chosen.cell) ? data.networks.cells[chosen.cell] : null;
  document.getElementById("date").textContent = quarterName(chosen.quarter);
  document.getElementById("quarter").setAttribute("aria-valuetext", quarterName(chosen.quarter));
  const why = !known(chosen.cell) ? absence() : net ? "" : `No network of this combination in this file: ${data.networks.note}.`;
  if (nothing(parts, why)) return;
  const now = at(net, chosen.quarter), width = parts.width(), places = layout(net, width);
  const title = `Organisations and ties at the end of ${quarterName(chosen.quarter)}: ${data.cells[chosen.cell].title}`;
  const root = picture(parts.plot, width, places.height, title,
    `${now.alive.length} organisations, ${now.ties.length} ties, ${now.sold.length} transfers completed within a year. The table below has the counts.`);
  const seat = (i) => places.seat(net.place[i], net.slot[i]);
  for (const place of places.circles) svg(root, "circle", { cx: place.x, cy: place.y, r: place.r, fill: "#f4f6f8" });
  const lines = new Map();
  for (const t of now.ties) lines.set(net.link[t], (lines.get(net.link[t]) || "") + path([seat(net.a[t]), seat(net.b[t])]));
  for (const [link, d] of lines) svg(root, "path", { d, stroke: channel(link).colour, "stroke-width": 1, "stroke-opacity": 0.6, fill: "none" });
  for (const [, from, to] of now.sold) if (from >= 0 && to >= 0) svg(root, "path", { d: path([seat(from), seat(to)]), stroke: INK, "stroke-width": 1.8 });
  for (const i of now.alive) {
    const [x, y] = seat(i), kind = net.kind[i], ties = now.degree.get(i) || 0;
    const size = kind === 2 ? 1.7 + Math.min(2, 0.5 * Math.sqrt(ties)) : 2.8 + Math.min(3, 0.35 * Math.sqrt(ties));
    const shape = mark(root, KINDS[kind][1], x, y, size, kind === 2 && !ties ? "#b5b5b5" : kind === 3 ? "#8a5a00" : "#3a3a3a");
    svg(shape, "title", {}, `${nameOf(net, i)}: ${ties} tie${ties === 1 ? "" : "s"}`);
  }
  for (const place of places.circles) {
    const text = fitting(place.title, width / 2), half = 3.9 * text.length;
    const x = Math.min(Math.max(place.x, half), width - half);
    svg(root, "text", { x, y: place.y - place.r - 5, "text-anchor": "middle", class: "strong halo" }, text);
  }
  networkKey(parts, net);
  networkTable(parts, net, now);
}

/** Return what exists at the end of a quarter, and what was completed in the year up to it. */
function at(net, quarter) {
  const lasts = (begun, ended) => begun <= quarter && (ended < 0 || ended > quarter);
  const degree = new Map(), ties = [];
  net.a.forEach((_, t) => {
    if (!lasts(net.formed[t], net.ended[t])) return;
    ties.push(t);
    for (const end of [net.a[t], net.b[t]]) degree.set(end, (degree.get(end) || 0) + 1);
  });
  const alive = net.kind.map((_, i) => i).filter((i) => lasts(net.born[i], net.died[i]));
  return { alive, ties, degree, sold: net.sold.filter(([when]) => when <= quarter && when > quarter - 4) };
}

function channel(number) {
  return Object.values(data.channels)[number];
}

function nameOf(net, i) {
  if (net.title[i]) return net.title[i];
  return net.born[i] >= 0 ? `${KINDS[net.kind[i]][0]} founded ${quarterName(net.born[i])}` : `${KINDS[net.kind[i]][0]} from before ${data.start}`;
}

/** Return where places lie: in their true directions, moved apart so that none hides another; and seats within them. */
function layout(net, width) {
  const step = Math.min(6.4, Math.max(4.4, width * 0.0105)), seats = new Map();
  for (const one of data.networks.cells) if (one) one.slot.forEach((slot, i) => seats.set(one.place[i], Math.max(seats.get(one.place[i]) || 0, slot + 1)));
  const circles = net.places.map((place, i) => ({ ...place, r: step * Math.sqrt((seats.get(i) || 0) + 1) + 4 }));
  const middle = circles.reduce((sum, one) => sum + one.latitude, 0) / circles.length;
  const east = circles.map((one) => one.longitude * Math.cos((middle * Math.PI) / 180)), north = circles.map((one) => one.latitude);
  let height = Math.round(width * 0.72);
  for (let attempt = 0; attempt < 12; attempt++, height = Math.round(height * 1.15)) {
    place(circles, east, north, width, height);
    if (settle(circles, width, height)) break;
  }
  const seat = (where, slot) => {
    const circle = circles[where], distance = step * Math.sqrt(slot + 0.5);
    return [circle.x + distance * Math.cos(slot * GOLDEN), circle.y + distance * Math.sin(slot * GOLDEN)];
  };
  return { circles, seat, height };
}

function place(circles, east, north, width, height) {
  const reach = Math.max(Math.max(...east) - Math.min(...east), Math.max(...north) - Math.min(...north)) || 1;
  const unit = (Math.min(width, height) * 0.8) / reach;
  const centre = (values) => (Math.max(...values) + Math.min(...values)) / 2;
  circles.forEach((one, i) => {
    one.x = width / 2 + (east[i] - centre(east)) * unit;
    one.y = height / 2 - (north[i] - centre(north)) * unit;
  });
}

/** Move circles apart and into the picture; return whether all have room. */
function settle(circles, width, height) {
  let overlap = Infinity;
  for (let round = 0; round < 300 && overlap > 0.5; round++) {
    overlap = 0;
    for (const one of circles) {
      one.x = Math.min(Math.max(one.x, one.r + 2), width - one.r - 2);
      one.y = Math.min(Math.max(one.y, one.r + 20), height - one.r - 4);
    }
    circles.forEach((a, i) => circles.slice(i + 1).forEach((b) => {
      const dx = b.x - a.x || 0.01, dy = b.y - a.y || 0.01, distance = Math.hypot(dx, dy), lacking = a.r + b.r + 20 - distance;
      if (lacking <= 0) return;
      overlap = Math.max(overlap, lacking);
      const share = b.r / (a.r + b.r), move = lacking / distance;
      a.x -= dx * move * share; a.y -= dy * move * share;
      b.x += dx * move * (1 - share); b.y += dy * move * (1 - share);
    }));
  }
  return overlap <= 0.5;
}

function networkKey(parts, net) {
  const links = [...new Set(data.networks.cells.flatMap((one) => (one ? one.link : [])))].sort((a, b) => a - b);
  const kinds = [...new Set(net.kind)].sort((a, b) => a - b);
  const left = net.missing ? ` ${number(net.missing)} organisations with fewest ties are left out.` : "";
  key(parts.key, [
    ...kinds.map((kind) => [KINDS[kind][0], KINDS[kind][1], kind === 3 ? "#8a5a00" : "#3a3a3a"]), ["Firm without ties", "circle", "#b5b5b5"],
    ...links.map((link) => [`Tie ${channel(link).title.toLowerCase()}`, "line", channel(link).colour]),
    ["Discovery that became a product within the year", "line", INK],
  ], `Replication ${data.networks.replication}. Places lie in their true directions, not distances; marks grow with ties.${left}`);
}

function networkTable(parts, net, now) {
  const other = chosen.cell ? data.networks.cells[0] : null, base = other && at(other, chosen.quarter);
  const counts = (from, seen) => ({
    kinds: KINDS.map((_, kind) => seen.alive.filter((i) => from.kind[i] === kind).length),
    links: Object.keys(data.channels).map((_, link) => seen.ties.filter((t) => from.link[t] === link).length),
    sold: seen.sold.length,
  });
  const mine = counts(net, now), theirs = base && counts(other, base), [baseName, nowName] = names();
  const row = (title, pick) => [title, ...(theirs ? [number(pick(theirs))] : []), number(pick(mine))];
  const best = [...now.degree].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 10);
  const links = [...new Set(data.networks.cells.flatMap((one) => (one ? one.link : [])))].sort((a, b) => a - b);
  table(parts.table, `At the end of ${quarterName(chosen.quarter)}`, ["what", ...(theirs ? [baseName] : []), chosen.cell ? nowName : baseName], [
    ...PLURALS.map((title, kind) => row(title, (one) => one.kinds[kind])),
    ...links.map((link) => row(`Ties ${channel(link).title.toLowerCase()}`, (one) => one.links[link])),
    row("Transfers completed within a year", (one) => one.sold),
    ...best.map(([i, ties]) => [`Ties of ${nameOf(net, i)}`, ...(theirs ? [""] : []), number(ties)]),
  ]);
}
