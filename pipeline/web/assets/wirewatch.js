// Small comforts; every page works without them.
"use strict";

// Follow the light or dark theme that the visitor chose in Airflow.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage may be closed to us; the system's theme holds */ }

document.addEventListener("DOMContentLoaded", () => {
  // In a chart one day is a stop of the Tab key, and arrow keys go from day to day.
  for (const chart of document.querySelectorAll("svg.chart")) {
    const days = [...chart.querySelectorAll("a.day")];
    const choose = (chosen) => days.forEach((day) => day.setAttribute("tabindex", day === chosen ? "0" : "-1"));
    choose(days.at(-1));
    chart.addEventListener("keydown", (event) => {
      const at = days.indexOf(document.activeElement);
      const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -days.length, End: days.length };
      if (at < 0 || !(event.key in steps)) return;
      event.preventDefault();
      const next = days[Math.min(days.length - 1, Math.max(0, at + steps[event.key]))];
      choose(next);
      next.focus();
    });
  }

  // Airflow shows these pages in a frame that may open no windows: leave through the window around it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-leave]");
    if (!link || window.top === window) return;
    const outer = window.parent.document;
    const door = Object.assign(outer.createElement("a"), { href: link.href, target: "_blank", rel: "noopener noreferrer" });
    event.preventDefault();
    outer.body.append(door);
    door.click();
    door.remove();
  });

  // On a phone the menu is wider than the screen: bring the present page's entry into sight.
  const menu = document.querySelector("header nav");
  const present = menu?.querySelector("[aria-current]");
  if (present) menu.scrollLeft = present.offsetLeft - (menu.clientWidth - present.offsetWidth) / 2;

  // A filter that is chosen is applied at once.
  for (const field of document.querySelectorAll("form[data-live] select")) {
    field.addEventListener("change", () => field.form.requestSubmit());
  }
});
