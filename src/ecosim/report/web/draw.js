// What all figures draw with: elements, numbers, scales and tables. Texts are set as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";
const INK = "#222", QUIET = "#5c5c5c", FAINT = "#d4d4d4", NOW = "#0072B2", BASE = "#6b6b6b", LESS = "#D55E00";

/** Return an SVG element inside a parent, with attributes and text. */
function svg(parent, name, attributes = {}, text = null) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== null) element.textContent = text;
  parent.append(element);
  return element;
}

/** Return an HTML element inside a parent, with properties and children or text. */
function html(parent, name, attributes = {}, text = null) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== null) element.textContent = text;
  parent.append(element);
  return element;
}

/** Empty a place and return a picture of a size in it, described for those who do not see it. */
function picture(place, width, height, title, description) {
  place.replaceChildren();
  return addPicture(place, width, height, title, description);
}

function addPicture(place, width, height, title, description) {
  const root = svg(place, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${description}` });
  svg(root, "title", {}, title);
  svg(root, "desc", {}, description);
  return root;
}

const FORMATS = new Map();

/** Return a number with about three significant digits, as the tables of ecosim print it. */
function number(value, sign = false) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value), digits = size >= 99.95 || !size ? 0 : size >= 9.995 ? 1 : 2;
  const key = `${digits}${sign}`;
  if (!FORMATS.has(key)) {
    FORMATS.set(key, new Intl.NumberFormat("en-GB", {
      minimumFractionDigits: digits, maximumFractionDigits: digits, roundingMode: "halfEven",
      signDisplay: sign ? "exceptZero" : "negative",
    }));
  }
  return FORMATS.get(key).format(value).replace("-", "−");
}

/** Return an interval such as [+1.20, +3.40]. */
function span(low, high, sign = false) {
  return low === null || high === null || low === undefined ? "–" : `[${number(low, sign)}, ${number(high, sign)}]`;
}

/** Return text cut to what fits into a width of a picture; the whole of it stands in the table below. */
function fitting(text, width, character = 7.4) {
  const most = Math.max(4, Math.floor(width / character));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Return round values from low to high, about as many as asked for. */
function ticks(low, high, count) {
  if (!(high > low)) return [low];
  const raw = (high - low) / count, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw * 0.999);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) found.push(i * step + 0);
  return found;
}

/** Return the text of a value on a scale. */
function tick(value) {
  return new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 6 }).format(value).replace("-", "−");
}

/** Return a function from a range of values to a range of places. */
function scale(low, high, from, to) {
  const width = high - low || 1;
  return (value) => from + ((value - low) / width) * (to - from);
}

/** Return the corners of a band, or of a line where it has only one edge; gaps split it. */
function path(points) {
  let text = "", open = false;
  for (const [x, y] of points) {
    if (x === null || y === null || !Number.isFinite(y)) { open = false; continue; }
    text += `${open ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    open = true;
  }
  return text;
}

/** Fill a place with a table: heading, rows of texts whose first column names the row. */
function table(place, caption, heading, rows) {
  place.replaceChildren();
  const root = html(place, "table");
  html(root, "caption", {}, caption);
  const head = html(html(root, "thead"), "tr");
  for (const text of heading) html(head, "th", { scope: "col" }, text);
  const body = html(root, "tbody");
  for (const [first, ...others] of rows) {
    const row = html(body, "tr");
    html(row, "th", { scope: "row" }, first);
    for (const text of others) html(row, "td", {}, text);
  }
}

/** Fill a place with the meaning of colours and marks: [text, shape, colour], and a note below. */
function key(place, entries, note = "") {
  place.replaceChildren();
  for (const [text, shape, colour] of entries) {
    const entry = html(place, "span");
    const sign = svg(entry, "svg", { width: 18, height: 12, viewBox: "0 0 18 12", "aria-hidden": "true" });
    mark(sign, shape, 9, 6, 5, colour);
    entry.append(text);
  }
  if (note) html(place, "small", {}, note);
}

/** Draw a mark: a line, a block, or the shape of a kind of organisation. */
function mark(parent, shape, x, y, size, colour) {
  const shapes = {
    line: () => svg(parent, "path", { d: `M${x - 9} ${y}H${x + 9}`, stroke: colour, "stroke-width": 2.5 }),
    dashes: () => svg(parent, "path", { d: `M${x - 9} ${y}H${x + 9}`, stroke: colour, "stroke-width": 2, "stroke-dasharray": "4 3" }),
    block: () => svg(parent, "rect", { x: x - 9, y: y - 5, width: 18, height: 10, fill: colour }),
    square: () => svg(parent, "rect", { x: x - size * 0.9, y: y - size * 0.9, width: size * 1.8, height: size * 1.8, fill: colour }),
    triangle: () => svg(parent, "path", { d: `M${x} ${y - size * 1.3}L${x + size * 1.2} ${y + size * 0.9}H${x - size * 1.2}Z`, fill: colour }),
    circle: () => svg(parent, "circle", { cx: x, cy: y, r: size, fill: colour }),
    ring: () => svg(parent, "circle", { cx: x, cy: y, r: size, fill: "#fff", stroke: colour, "stroke-width": 1 }),
    diamond: () => svg(parent, "path", { d: `M${x} ${y - size * 1.4}L${x + size * 1.4} ${y}L${x} ${y + size * 1.4}L${x - size * 1.4} ${y}Z`, fill: colour }),
  };
  return shapes[shape]();
}
