// Keeps the numbers of a page up to date from the server's events; without it the page is just as it was loaded.
"use strict";
(() => {
  const state = document.getElementById("live-state");
  const pause = document.getElementById("pause");
  const numbers = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, {
    useGrouping: "always",
  });
  let source = null;
  let seen = false;

  const words = (value) => (typeof value === "number" ? numbers.format(value) : String(value));

  const show = (element, value) => {
    if (element.hasAttribute("data-state")) {
      const names = JSON.parse(element.closest("[data-names]").dataset.names);
      element.className = "state s-" + value;
      element.textContent = names[value] ?? value;
      element.dataset.state = value;
    } else {
      element.textContent = words(value);
      if (element.tagName === "PROGRESS") element.value = Number(value);
    }
  };

  const differs = (element, value) =>
    element.hasAttribute("data-state") ? element.dataset.state !== value : element.textContent !== words(value);

  const take = (event) => {
    const values = JSON.parse(event.data);
    let changed = false;
    for (const element of document.querySelectorAll("[data-number]")) {
      const value = values[element.dataset.number];
      if (value !== undefined && differs(element, value)) {
        show(element, value);
        changed = true;
      }
    }
    if ((changed || seen) && document.querySelector("[data-live^='/programmes']")) {
      document.getElementById("fresh").hidden = false;
    }
    seen = true;
  };

  const open = () => {
    source = new EventSource(document.body.dataset.live);
    source.addEventListener("numbers", take);
  };

  const swap = (element, name) => {
    const other = element.dataset[name];
    element.dataset[name] = element.textContent;
    element.textContent = other;
  };

  pause.hidden = false;
  pause.addEventListener("click", () => {
    if (source) {
      source.close();
      source = null;
    } else {
      open();
    }
    swap(state, "paused");
    swap(pause, "resume");
  });
  open();
})();
