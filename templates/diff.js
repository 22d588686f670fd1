"use strict";
(() => {
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const changes = [...document.querySelectorAll(".change")];
  const texts = changes.map((change) => change.textContent.toLowerCase());
  const providers = [...document.querySelectorAll(".provider")];
  const levels = [...form.querySelectorAll("input[name=level]")];
  const provider = form.elements.namedItem("provider");
  const search = form.elements.namedItem("search");

  const apply = () => {
    const wanted = new Set(levels.filter((level) => level.checked).map((level) => level.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    changes.forEach((change, index) => {
      const fits = wanted.has(change.dataset.level)
        && (!provider || !provider.value || provider.value === change.dataset.provider)
        && words.every((word) => texts[index].includes(word));
      change.hidden = !fits;
      count += fits;
    });
    for (const section of providers) section.hidden = !section.querySelector(".change:not([hidden])");
    shown.textContent = `${count} of ${changes.length} changes shown`;
    nothing.hidden = count > 0 || changes.length === 0;
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing) { event.preventDefault(); search.focus(); }
    if (event.key === "Escape" && event.target === search) { search.value = ""; apply(); }
  });
  form.hidden = false;
  apply();
})();
