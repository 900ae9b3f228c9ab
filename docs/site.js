// A table that is wider than the page is scrolled by keyboard too: the theme wraps it, but lets nobody reach it.
const reach = () => document.querySelectorAll(".md-typeset__scrollwrap").forEach((wrap) => {
  const wide = wrap.scrollWidth > wrap.clientWidth;
  for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", "Table"]]) {
    if (wide) wrap.setAttribute(name, value); else wrap.removeAttribute(name);
  }
});
document$.subscribe(() => setTimeout(reach));
addEventListener("resize", reach);
