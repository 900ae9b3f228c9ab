// Curves: median and bands of the chosen combination over those of all links, with dated events.
function drawCurves() {
  const parts = figure("curves"), curve = data.curves[chosen.indicator];
  if (nothing(parts, known(chosen.cell) ? "" : absence())) return;
  const width = parts.width(), height = width < 480 ? 280 : 430;
  const left = 52, right = width - 92, top = 34, bottom = height - 24;
  const now = curve.cells[chosen.cell], base = chosen.cell && curve.cells[0];
  const [baseName, nowName] = names(), title = `${curve.title}, ${curve.unit}`;
  const root = picture(parts.plot, width, height, title, described(curve, now, base));
  const [low, high] = limits(curve);
  const x = scale(Math.floor(yearAtEnd(-1)), Math.ceil(yearAtEnd(data.quarters - 1)), left, right);
  const y = scale(low, high, bottom, top);
  for (const value of ticks(low, high, 5)) {
    svg(root, "path", { d: `M${left} ${y(value).toFixed(1)}H${right}`, stroke: FAINT, "stroke-width": 0.5 });
    svg(root, "text", { x: left - 6, y: y(value) + 4, "text-anchor": "end", class: "quiet" }, tick(value));
  }
  for (const value of ticks(Math.floor(yearAtEnd(-1)), Math.ceil(yearAtEnd(data.quarters - 1)), width < 480 ? 4 : 7)) {
    if (value % 1 === 0) svg(root, "text", { x: x(value), y: bottom + 17, "text-anchor": "middle", class: "quiet" }, String(value));
  }
  drawEvents(root, x, top, bottom, left, right);
  if (base) bands(root, curve.x.map(x), base, y, BASE, 0.1);
  bands(root, curve.x.map(x), now, y, chosen.cell ? NOW : INK, 0.17);
  const seen = x(yearAtEnd(chosen.quarter));
  if (known(chosen.cell)) svg(root, "path", { d: `M${seen.toFixed(1)} ${top}V${bottom}`, stroke: LESS, "stroke-width": 1, "stroke-dasharray": "2 3" });
  const ends = [[now, chosen.cell ? nowName : baseName, chosen.cell ? NOW : INK], ...(base ? [[base, baseName, BASE]] : [])];
  labelEnds(root, ends, y, right, top, bottom);
  key(parts.key, [
    [chosen.cell ? data.cells[chosen.cell].title : data.cells[0].title, "line", chosen.cell ? NOW : INK],
    ...(base ? [[data.cells[0].title, "line", BASE]] : []), ["Quarter of the network", "dashes", LESS],
  ]);
  const row = (values) => (values ? [number(values[2]), span(values[0], values[4])] : ["–", "–"]);
  table(parts.table, `${title}: median and 5–95 %`,
    ["year", ...(base ? [`${baseName}: median`, "5–95 %"] : []), `${ends[0][1]}: median`, "5–95 %"],
    curve.x.map((year, i) => [String(Math.ceil(year) - 1), ...(base ? row(base[i]) : []), ...row(now[i])]));
}

/** Return the scale of an indicator: the same for all cells, so that flipping a link moves the curve and nothing else. */
function limits(curve) {
  let low = Infinity, high = -Infinity;
  for (const cell of curve.cells) for (const row of cell || []) for (const value of row) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const margin = 0.05 * (high - low) || 0.5;
  return [curve.from_zero || low < 0.7 * high ? Math.min(low, 0) : low - margin, high + margin];
}

function bands(root, xs, rows, y, colour, strength) {
  for (const [low, high] of [[0, 4], [1, 3]]) {
    const inside = xs.map((x, i) => [x, rows[i]]).filter(([, row]) => row[low] !== null);
    const edge = [...inside.map(([x, row]) => [x, y(row[high])]), ...inside.reverse().map(([x, row]) => [x, y(row[low])])];
    if (edge.length) svg(root, "path", { d: `${path(edge)}Z`, fill: colour, "fill-opacity": strength });
  }
  const line = path(xs.map((x, i) => [x, rows[i][2] === null ? null : y(rows[i][2])]));
  svg(root, "path", { d: line, fill: "none", stroke: colour, "stroke-width": 2 });
}

/** Number the dates of events above the curves, moved apart. */
function drawEvents(root, x, top, bottom, left, right) {
  const dates = new Map();
  data.events.forEach((event, i) => event.years.forEach((year) => dates.set(year, [...(dates.get(year) || []), i + 1])));
  const marks = [...dates].sort((a, b) => a[0] - b[0]).map(([year, numbers]) => {
    const text = [...new Set(numbers)].join(",");
    return { at: x(year), text, half: 3.2 * text.length + 3 };
  });
  marks.forEach((one, i) => { one.place = Math.max(one.at, i ? marks[i - 1].place + marks[i - 1].half + one.half : left); });
  for (let i = marks.length - 1, end = right + 20; i >= 0; i--) {
    marks[i].place = Math.min(marks[i].place, end - marks[i].half);
    end = marks[i].place - marks[i].half;
  }
  for (const one of marks) {
    svg(root, "path", { d: `M${one.at.toFixed(1)} ${bottom}V${top}L${one.place.toFixed(1)} ${top - 10}`, fill: "none", stroke: FAINT, "stroke-width": 0.8 });
    if (marks[0].place > 8) svg(root, "text", { x: one.place, y: top - 14, "text-anchor": "middle", class: "quiet" }, one.text);
  }
}

function labelEnds(root, ends, y, right, top, bottom) {
  const labels = ends.map(([rows, text, colour]) => {
    const last = rows.filter((row) => row[2] !== null).at(-1);
    return last && { at: y(last[2]), text, colour };
  }).filter(Boolean).sort((a, b) => a.at - b.at);
  if (labels.length === 2 && labels[1].at - labels[0].at < 15) {
    const middle = Math.min(Math.max((labels[0].at + labels[1].at) / 2, top + 8), bottom - 8);
    labels[0].at = middle - 7.5;
    labels[1].at = middle + 7.5;
  }
  for (const one of labels) svg(root, "text", { x: right + 6, y: one.at + 4, class: "strong", fill: one.colour }, one.text);
}

function described(curve, now, base) {
  const ends = (rows) => { const seen = rows.filter((row) => row[2] !== null); return seen.length ? `from ${number(seen[0][2])} to ${number(seen.at(-1)[2])}` : "without values"; };
  const other = base ? ` With ${names()[0]} it goes ${ends(base)}.` : "";
  return `${data.cells[chosen.cell].title}: the median goes ${ends(now)}.${other} The table below has all values.`;
}
