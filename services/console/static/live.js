// Keeps the numbers of a page up to date from the server's events; without it the page is just as it was loaded.
"use strict";
(() => {
  const source = new EventSource(document.body.dataset.live);
  let seen = false;

  const show = (element, value) => {
    const text = String(value);
    if (element.hasAttribute("data-state")) {
      element.className = "state s-" + text.replaceAll(" ", "-");
      element.textContent = text.charAt(0).toUpperCase() + text.slice(1);
    } else {
      element.textContent = text;
      if (element.tagName === "PROGRESS") element.value = Number(value);
    }
  };

  source.addEventListener("numbers", (event) => {
    const numbers = JSON.parse(event.data);
    let changed = false;
    for (const element of document.querySelectorAll("[data-number]")) {
      const value = numbers[element.dataset.number];
      if (value !== undefined && element.textContent.toLowerCase() !== String(value).toLowerCase()) {
        show(element, value);
        changed = true;
      }
    }
    if ((changed || seen) && document.querySelector("[data-live^='/programmes']")) {
      document.getElementById("fresh").hidden = false;
    }
    seen = true;
  });
})();
