// The switches, the numbers, and what is drawn anew when something is chosen.
function makeSwitches() {
  const place = document.getElementById("links");
  document.getElementById("bar").hidden = data.cells.length < 2;
  document.getElementById("legend").textContent = byLinks ? "Links" : "Scenario";
  (byLinks ? data.links : data.cells).forEach((one, i) => {
    const label = html(place, "label", { class: "switch" });
    const kind = byLinks ? { type: "checkbox", role: "switch", "data-link": one.name } : { type: "radio", name: "cell", value: i };
    const input = html(label, "input", kind);
    input.checked = byLinks || i === 0;
    html(label, "span", {}, one.title);
    const state = byLinks ? html(label, "span", { class: "state", "aria-hidden": "true" }, "on") : null;
    input.addEventListener("change", () => {
      if (byLinks) {
        state.textContent = input.checked ? "on" : "off";
        if (input.checked) off.delete(one.name); else off.add(one.name);
      }
      chosen.cell = byLinks ? findCell() : i;
      update();
    });
  });
  if (!byLinks) return;
  const reset = html(place, "button", { type: "button", id: "reset" }, "All on");
  reset.addEventListener("click", () => {
    for (const input of place.querySelectorAll("input")) if (!input.checked) input.click();
  });
}

/** Say in a sentence what is shown; screen readers hear it after each flip. */
function say() {
  const place = document.getElementById("status");
  if (!known(chosen.cell)) { place.textContent = absence(); return; }
  const first = data.headline[0], found = first.cells[chosen.cell], title = data.cells[chosen.cell].title;
  const level = `${title}: ${number(found.median)} ${first.title.toLowerCase()} by ${data.end} (median; 5–95 %: ${span(found.low, found.high)})`;
  place.textContent = found.verdict ? `${level}; ${difference()} ${number(found.difference, true)}: ${found.verdict}.` : `${level}.`;
}

/** Return what a difference is called: of links, what they bring; of scenarios, the distance from the baseline. */
function difference() {
  if (!byLinks) return `compared with ${data.cells[0].title}`;
  return data.cells[chosen.cell].without.length === 1 ? "the link that is off brings" : "the links that are off bring";
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function showNumbers() {
  const place = document.getElementById("cards"), how = document.getElementById("numbers-how");
  place.replaceChildren();
  how.textContent = data.cells.length < 2 ? "Median of the replications, and the middle 90 % of them."
    : byLinks ? "Median of the replications, and the middle 90 % of them; what the links that are off bring: mean of the pairs “all links” minus “as switched”, 95 % interval, verdict."
      : `Median of the replications, and the middle 90 % of them; difference from ${data.cells[0].title}: mean of the pairs, 95 % interval, verdict.`;
  if (!known(chosen.cell)) { html(place, "p", { class: "missing" }, absence()); return; }
  for (const one of data.headline) {
    const found = one.cells[chosen.cell], card = html(place, "div", { class: "card" });
    html(html(card, "h3", {}, `${one.title} `), "span", { class: "unit" }, one.unit);
    html(card, "p", { class: "value" }, number(found.median));
    html(card, "p", { class: "band" }, `5–95 %: ${span(found.low, found.high)}`);
    if (!found.verdict) continue;
    html(card, "p", { class: "effect" }, `${capital(difference())} ${number(found.difference, true)} ${span(found.interval_low, found.interval_high, true)}`);
    html(card, "p", { class: "verdict" }, `Verdict: ${found.verdict}`);
  }
}

function update() {
  say();
  showNumbers();
  drawAll();
}

function drawAll() {
  drawCurves();
  drawNetwork();
  drawFunnel();
  drawLevels();
  drawFlows();
}

function makeChoices() {
  const indicator = document.getElementById("indicator"), quarter = document.getElementById("quarter"), play = document.getElementById("play");
  data.curves.forEach((curve, i) => html(indicator, "option", { value: i }, curve.title));
  indicator.addEventListener("change", () => { chosen.indicator = Number(indicator.value); drawCurves(); });
  quarter.max = data.quarters - 1;
  quarter.value = chosen.quarter;
  const go = (to) => { chosen.quarter = to; quarter.value = to; drawNetwork(); drawCurves(); };
  quarter.addEventListener("input", () => go(Number(quarter.value)));
  let timer = 0;
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; play.setAttribute("aria-pressed", "false"); };
  play.addEventListener("click", () => {
    if (timer) { stop(); return; }
    play.textContent = "Stop";
    play.setAttribute("aria-pressed", "true");
    if (chosen.quarter >= data.quarters - 1) go(0);
    timer = setInterval(() => (chosen.quarter >= data.quarters - 1 ? stop() : go(chosen.quarter + 1)), 220);
  });
}

function main() {
  makeSwitches();
  makeChoices();
  update();
  drawShares();
  let width = document.documentElement.clientWidth;
  addEventListener("resize", () => {
    if (document.documentElement.clientWidth === width) return;
    width = document.documentElement.clientWidth;
    drawAll();
    drawShares();
  });
}

main();
